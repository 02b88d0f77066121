import { pascal } from '../../subgraph/names.js';
import type { PluginDraft } from '../draft.js';
import type { PartNames } from '../names.js';
import { addToType, startSubgraph } from './sdl.js';

/** A job that runs a capability on documents that were there before the plugin, and a mutation that starts it. */
export function addJob(draft: PluginDraft, names: PartNames, capability: PartNames): void {
  const mutation = `${names.variable}${pascal(draft.id)}`;
  draft.contribute('jobs', names.id);
  draft.contribute('fields', `Mutation.${mutation}`);
  draft.permit('capabilities', 'documents', 'jobs');
  draft.write(
    `${names.file}.ts`,
    `import { defineJob, z } from 'tributary/sdk';
import { ${capability.variable} } from './${capability.file}.js';

/** ${names.words}: runs the capability on the newest documents; those that have a result keep it. */
export const ${names.variable} = defineJob({
  id: '${names.id}',
  description: 'Runs ${capability.id} on documents that were there before.',
  needs: ['capabilities', 'documents'],
  payload: z.object({ first: z.int().min(1).max(100).default(100) }),
  async run({ first }, { capabilities, documents }, { signal, checkpoint, remember }) {
    for (const { id } of await documents.list({ first })) {
      signal.throwIfAborted();
      if (await checkpoint(id)) continue;
      await capabilities.run(${capability.variable}, { documentId: id });
      await remember(id, true);
    }
  },
});
`,
  );
  draft.list('jobs', names.variable, names.file);
  if (!draft.has('subgraph.ts')) startSubgraph(draft);
  draft.importInto('subgraph.ts', `import { ${names.variable} } from './${names.file}.js';`);
  const type = pascal(mutation);
  draft.insertAfter(
    'subgraph.ts',
    /typeDefs: gql`/,
    `
    "What to work on."
    input ${type}Input {
      "How many documents, the newest first."
      first: Int! = 100
    }
    "The work has been taken on."
    type ${type}Payload {
      "The job."
      jobId: ID!
    }
    "What came of it."
    union ${type}Result = ${type}Payload`,
    'add the mutation',
  );
  addToType(
    draft,
    'Mutation',
    `      "Makes what is missing for documents that were there before the plugin."
      ${mutation}(
        "What to work on."
        input: ${type}Input!
      ): ${type}Result!
`,
    `async ${mutation}(_parent, { input }, { jobs }) {
        const { jobId } = await jobs.enqueue(${names.variable}, { first: input.first });
        return { __typename: '${type}Payload', jobId };
      }`,
  );
  draft.replace(
    'README.md',
    `${draft.read('README.md').trimEnd()}

\`${names.id}\` is a job that makes what is missing for documents that were there before; this starts it:

\`\`\`graphql
mutation ${type} {
  ${mutation}(input: { first: 100 }) {
    ... on ${type}Payload {
      jobId
    }
  }
}
\`\`\`
`,
  );
}
