import type { PluginDraft } from '../draft.js';

const mend = 'add the field';

/** The plugin's part in the graph, with nothing in it. */
export function startSubgraph(draft: PluginDraft): void {
  draft.write(
    'subgraph.ts',
    `import { defineSubgraph, gql } from 'tributary/sdk';
import type { Resolvers } from './schema.types.js';

export const subgraph = defineSubgraph<Resolvers>({
  typeDefs: gql\`
  \`,
  resolvers: {
  },
});
`,
  );
  draft.importInto('index.ts', `import { subgraph } from './subgraph.js';`);
  draft.insertAfter('index.ts', /definePlugin\(manifest, \{/, '\n  subgraph,', 'add subgraph');
}

/** Adds a field to a type of the SDL and to its resolvers; both are begun when they are not there. */
export function addToType(draft: PluginDraft, type: string, sdl: string, resolver: string): void {
  const begins = new RegExp(`^ *type ${type}\\b[^{]*\\{\\n( *id: ID!\\n)?`, 'm');
  if (begins.test(draft.read('subgraph.ts'))) draft.insertAfter('subgraph.ts', begins, sdl, mend);
  else {
    const head = type === 'Document' ? `type Document @key(fields: "id") {\n      id: ID!` : `type ${type} {`;
    const definition = `\n    ${head}\n${sdl.trimEnd()}\n    }`;
    const text = draft.read('subgraph.ts');
    const end = text.indexOf('\n  `,');
    draft.replace('subgraph.ts', text.slice(0, end) + definition + text.slice(end));
  }
  const resolvers = new RegExp(`resolvers: \\{[\\s\\S]*?\\b${type}: \\{`);
  if (resolvers.test(draft.read('subgraph.ts'))) {
    draft.insertAfter('subgraph.ts', resolvers, `\n${resolver},`, mend);
  } else draft.insertAfter('subgraph.ts', /resolvers: \{/, `\n    ${type}: { ${resolver} },`, mend);
}
