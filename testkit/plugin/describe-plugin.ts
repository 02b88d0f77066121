import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseManifest } from '#platform/plugin-host';
import { registerCassettes } from './contract/cassettes.js';
import { type ContractOptions, lazyFacts } from './contract/facts.js';
import { registerGraph } from './contract/graph.js';
import { registerData } from './contract/plugin-data.js';
import { registerRuns } from './contract/runs.js';
import { foldersOf, type PluginPlace, readPlugin } from './plugin-under-test.js';

/**
 * Registers the tests that every plugin has to pass: manifest, permissions, settings, prompts, graph, and for each
 * capability streaming, cancellation, idempotency and isolation. Call it in a test file that stands beside
 * `plugin.json`, with `import.meta.url`.
 * @param plugin the plugin's folder or a file in it; or its definition when it lies in `plugins/`
 * @throws AppError `PLUGIN_INVALID` at once for a manifest that is none
 */
export function describePlugin(plugin: PluginPlace, options: ContractOptions = {}): void {
  const { folder } = foldersOf(plugin);
  const manifest = parseManifest(readFileSync(join(folder, 'plugin.json'), 'utf8'), folder);
  const facts = lazyFacts(plugin, options);

  describe(`the contract of the plugin ${manifest.id}`, () => {
    afterAll(() => facts.close());
    registerData(manifest, () => readPlugin(plugin));
    if (manifest.contributes.fields.length > 0) registerGraph(manifest, folder, facts.get, options);
    for (const capability of manifest.contributes.capabilities) {
      describe(capability, () => registerRuns(capability, facts.get, options));
    }
    if (options.cassettes !== undefined) registerCassettes(plugin, manifest, options);
  });
}
