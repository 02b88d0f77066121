import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTestHost, type TestHost } from '../testkit/index.js';
import { madeFolder } from '../testkit/made-folder.js';
import { say } from '../testkit/providers/index.js';

/*
 * AI-09 of the cases of AI security: a structured answer that is not what was asked for is mended at most once, else it
 * is `OUTPUT_SCHEMA`; nothing of it is stored or shown as a result.
 */

let folder: string;
let host: TestHost;
beforeAll(async () => {
  folder = await madeFolder('typed');
  await mkdir(join(folder, 'typed/prompts'), { recursive: true });
  const manifest = {
    id: 'typed',
    version: '1.0.0',
    sdk: '^0.1.0',
    title: 'Typed',
    description: 'Asks a model for an object.',
    permissions: ['models'],
    contributes: { capabilities: ['typed.whole', 'typed.grown'], prompts: ['typed'] },
  };
  await writeFile(join(folder, 'typed/plugin.json'), JSON.stringify(manifest));
  await writeFile(join(folder, 'typed/index.js'), code);
  await writeFile(
    join(folder, 'typed/prompts/typed.md'),
    '{{role "system"}}\nAnswer with JSON.\n{{role "user"}}\nGo.\n',
  );
  host = await createTestHost(join(folder, 'typed'));
});
afterAll(async () => {
  await host?.close();
  await rm(folder, { recursive: true });
});

const code = `
import { defineCapability, definePlugin, z } from 'tributary/sdk';
import manifest from './plugin.json' with { type: 'json' };

const shape = z.strictObject({ total: z.number(), name: z.string() });
const common = { description: 'An object.', needs: ['models'], input: z.object({ n: z.number() }), output: shape };
const asked = { prompt: 'typed', variables: {}, schema: shape };
export default definePlugin(manifest, {
  capabilities: [
    defineCapability({ ...common, id: 'typed.whole', async *model(_input, { models }) { return models.complete(asked); } }),
    defineCapability({ ...common, id: 'typed.grown', async *model(_input, { models }) { return yield* models.streamObject(asked); } }),
  ],
});
`;

const good = '{"total": 7, "name": "Ann"}';
const faults: [fault: string, answer: string][] = [
  ['invalid JSON', '{"total": 7, "name": '],
  ['wrong types', '{"total": "seven", "name": 7}'],
  ['an unknown key', '{"total": 7, "name": "Ann", "role": "system"}'],
  ['NaN', '{"total": NaN, "name": "Ann"}'],
  ['a number without end', '{"total": 1e999, "name": "Ann"}'],
  ['a key that stands twice', '{"total": 7, "total": 8, "name": "Ann"}'],
  ['no object at all', 'I would rather not.'],
  ['10 MB', `{"total": 7, "name": "${'x'.repeat(10_000_000)}"}`],
];
let round = 0;
const run = (capability: string) => {
  round += 1;
  return host.run(capability, { n: round });
};
const storedOf = (id: string) =>
  host.query<{ run: { state: string; result: unknown } }>(
    'query ($id: ID!) { run(id: $id) { state result { __typename } } }',
    { id },
  );

describe.each(['typed.whole', 'typed.grown'])('%s', (capability) => {
  test.each(faults)('%s twice is an error with a code, and leaves nothing', async (_fault, answer) => {
    const pieces = answer.match(/[\s\S]{1,65536}/g) ?? [];
    host.model.next(say(...pieces), say(...pieces));
    const { parts, runId, result } = await run(capability);
    expect(parts.at(-1)).toMatchObject({ __typename: 'RunFailed', code: 'OUTPUT_SCHEMA' });
    expect(result).toBeNull();
    expect(host.model.requests.length).toBeLessThanOrEqual(2);
    expect(await storedOf(runId)).toEqual({ run: { state: 'FAILED', result: null } });
  });

  test('what is mended at the first try is the answer, and only one try is made', async () => {
    for (const [, answer] of faults.slice(0, 6)) {
      host.model.next(say(answer), say(good));
      const { result } = await run(capability);
      expect(result).toMatchObject({ __typename: 'Answer', output: { total: 7, name: 'Ann' } });
      expect(host.model.requests).toHaveLength(2);
    }
  });

  test('an object in prose or in a fence needs no mending', async () => {
    for (const answer of [`Sure! Here it is: ${good} Anything else?`, `\`\`\`json\n${good}\n\`\`\``]) {
      host.model.next(say(answer));
      const { result } = await run(capability);
      expect(result).toMatchObject({ output: { total: 7, name: 'Ann' } });
      expect(host.model.requests).toHaveLength(1);
    }
  });
});

test('a document that is read meanwhile has whole fields or those of the built-in engine, never a part', async () => {
  host.model.next(say('{"fields": [{"name": "invoice_number", "value": "17", "quo'));
  const text =
    'Hollow Oak Timber Ltd\nINVOICE\nInvoice number: HO-17\nInvoice date: 14 March 2026\nTotal due: GBP 302.40\n';
  const { id } = await host.addDocument(text, { name: 'bill.txt' });
  const { document } = await host.query<{ document: { fields: { name: string; value: unknown }[] } }>(
    'query ($id: ID!) { document(id: $id) { fields { name value } } }',
    { id },
  );
  expect(document.fields).toContainEqual({ name: 'invoice_number', value: 'HO-17' });
  expect(document.fields).not.toContainEqual({ name: 'invoice_number', value: '17' });
});
