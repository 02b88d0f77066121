import type { Manifest } from 'tributary/sdk';
import type { PluginPlace } from '../plugin-under-test.js';
import { type ContractOptions, capabilityOf, inputOf, lazyFacts } from './facts.js';

/** What asks a model answers from its cassettes, with no key, no provider and no network. */
export function registerCassettes(place: PluginPlace, manifest: Manifest, options: ContractOptions): void {
  const facts = lazyFacts(place, options, options.cassettes);
  describe('with its cassettes', () => {
    afterAll(() => facts.close());
    for (const capability of manifest.contributes.capabilities) {
      it(`answers ${capability}`, async () => {
        const found = await facts.get();
        if (!capabilityOf(found, capability).model) return;
        const input = await inputOf(found, capability, options);
        found.host.model.plays();
        const run = await found.host.run(capability, input, { anew: true });
        found.host.model.rests();
        expect(run.parts.at(-1)).toMatchObject({ __typename: 'RunFinished' });
        expect(run.parts[0]).toMatchObject({ engine: 'MODEL' });
        // Another engine may have gone on where no recording was.
        expect(run.result).toMatchObject({ result: { engine: 'MODEL' } });
      });
    }
  });
}
