import type { ManifestInput } from 'tributary/sdk';
import { sdkVersion } from '#platform/plugin-host';
import { sentence, spoken } from '../../subgraph/names.js';

/** The files of a plugin that brings nothing yet. `schema` is where the schema of the manifest lies, seen from it. */
export function skeleton(name: string, schema: string): Map<string, string> {
  const title = sentence(spoken(name)).slice(0, -1);
  const manifest: ManifestInput = {
    $schema: schema,
    id: name,
    version: '0.1.0',
    sdk: `^${sdkVersion}`,
    title,
    description: `${title}, found in documents.`,
    permissions: [],
    contributes: {},
  };
  return new Map([
    ['plugin.json', JSON.stringify(manifest)],
    [
      'index.ts',
      `import { definePlugin } from 'tributary/sdk';
import manifest from './plugin.json' with { type: 'json' };

export default definePlugin(manifest, {
});
`,
    ],
    ['README.md', `# ${name}\n\n${title}, found in documents.\n`],
    [
      `${name}.test.ts`,
      `import { describePlugin } from 'tributary/testkit';

describePlugin(import.meta.url);
`,
    ],
  ]);
}
