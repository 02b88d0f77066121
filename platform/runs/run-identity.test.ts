import { randomUUID } from 'node:crypto';
import { type RequestContext, rightsOfAccessList, rightsOfGroups } from 'tributary/sdk';
import type { LoadedCapability } from '#platform/plugin-host';
import { joinKey } from './run-identity.js';
import type { RunVersions } from './run-versions.js';

/** Mulberry32: the same asks in every test run. */
function randomness(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const capability = (id: string, version: string) =>
  ({
    definition: { id },
    plugin: { id: 'trial', version },
    version: { isolation: 'HOST', hash: 'h' },
  }) as unknown as LoadedCapability;

it('gives two asks one key only when all that decides the answer is equal: 10,000 random asks', () => {
  const random = randomness(20_261_123);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  const tenants = Array.from({ length: 4 }, () => randomUUID());
  const groups = [[], ['a'], ['b'], ['a', 'b'], ['b', 'a'], ['a,group:b']];
  const documents = [[], [['d', 'v1']], [['d', 'v2']], [['d', null]]] as RunVersions['documents'][];
  const said = new Map<string, string>();
  let hits = 0;
  let crossed = 0;
  for (let ask = 0; ask < 10_000; ask += 1) {
    const asked = {
      tenant: pick(tenants),
      groups: pick(groups),
      mode: pick(['any', 'every'] as const),
      capability: pick(['one', 'other']),
      version: pick(['1.0.0', '1.0.1']),
      versions: {
        engine: pick(['MODEL', 'BUILT_IN'] as const),
        model: pick([null, 'm', 'm | n']),
        prompts: pick([[], ['p@1'], ['p@2']]),
        pins: {},
        documents: pick(documents),
      },
      input: pick([{ q: 'a' }, { q: 'b' }, { q: 'a', n: 1 }]),
    };
    const rights =
      asked.mode === 'any'
        ? rightsOfGroups(asked.groups)
        : rightsOfAccessList(asked.groups.map((group) => `group:${group}`));
    const context = { tenant: asked.tenant, rights } as unknown as RequestContext;
    const key = joinKey(context, capability(asked.capability, asked.version), asked.versions, asked.input);
    const meaning = JSON.stringify({ ...asked, groups: [...asked.groups].sort() });
    const before = said.get(key);
    if (before !== undefined) hits += 1;
    if (before !== undefined && before !== meaning) crossed += 1;
    said.set(key, meaning);
  }
  expect(crossed).toBe(0);
  // It is a cache all the same.
  expect(hits).toBeGreaterThan(1_000);
  expect(new Set(said.values()).size).toBe(said.size);
});
