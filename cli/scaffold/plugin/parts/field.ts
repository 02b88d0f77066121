import { spoken } from '../../subgraph/names.js';
import type { PluginDraft } from '../draft.js';
import type { FieldNames, PartNames } from '../names.js';
import { addToType, startSubgraph } from './sdl.js';

/** A field that shows the newest result of a capability, and with `streaming` a subscription that makes one. */
export function addField(
  draft: PluginDraft,
  field: FieldNames,
  capability: PartNames,
  streaming: boolean,
): void {
  if (!draft.has('subgraph.ts')) startSubgraph(draft);
  draft.contribute('fields', field.coordinate);
  draft.permit('results');
  draft.importInto('subgraph.ts', `import { ${capability.variable} } from './${capability.file}.js';`);
  addOutput(draft, field);
  addToType(draft, field.type, sdlOf(field, capability), resolverOf(field, capability));
  if (streaming) addSubscription(draft, field, capability);
  draft.replace('README.md', `${draft.read('README.md').trimEnd()}\n\n${documentation(field, streaming)}`);
  if (field.type === 'Document') addTest(draft, field, capability);
}

const mend = 'add the field';

function addOutput(draft: PluginDraft, { output }: FieldNames): void {
  const definition = `
    "${upper(spoken(output))} of a document, in its own sentences."
    type ${output} implements Result {
      "The text."
      text: String!
      "How it came to be."
      result: ResultInfo!
    }`;
  draft.insertAfter('subgraph.ts', /typeDefs: gql`/, definition, mend);
}

function sdlOf({ type, field, output }: FieldNames, { id }: PartNames): string {
  const directive = aiOf(id);
  const of = type === 'Query' ? '"The document."\n        documentId: ID!\n        ' : '';
  return `      "The newest ${spoken(field)}; null until they were found."
      ${field}(
        ${of}"How many sentences."
        count: Int = 2
      ): ${output} ${directive}
`;
}

function resolverOf({ type, field }: FieldNames, { variable }: PartNames): string {
  const signature =
    type === 'Query' ? '(_parent, { documentId, count }, { results })' : '({ id }, { count }, { results })';
  const documentId = type === 'Query' ? 'documentId' : 'documentId: id';
  return `${field}: ${signature} => results.latest(${variable}, { ${documentId}, count })`;
}

function addSubscription(draft: PluginDraft, { field }: FieldNames, { id, variable }: PartNames): void {
  const name = subscriptionOf(field);
  draft.contribute('fields', `Subscription.${name}`);
  draft.permit('runs');
  const sdl = `      "Finds ${spoken(field)}, streamed; joins a run of the same input."
      ${name}(
        "The document."
        documentId: ID!
        "How many sentences."
        count: Int = 2
        "Ask again although a result is stored."
        anew: Boolean = false
        "Who waits for it, until when, with which seed, and what is pinned."
        options: RunOptionsInput
        "Go on from here."
        after: Cursor
      ): RunEvent! ${aiOf(id)}
`;
  addToType(draft, 'Subscription', sdl, `${name}: streamOf(${variable})`);
  const text = draft.read('subgraph.ts');
  if (/\bstreamOf\b[^}]*\} from/.test(text)) return;
  draft.replace(
    'subgraph.ts',
    text.replace(/(\bgql) \} from 'tributary\/sdk'/, "$1, streamOf } from 'tributary/sdk'"),
  );
}

/** What the same input with the same versions gives. */
const aiOf = (id: string): string => `@ai(capability: "${id}", cache: "STORED", consistency: "SAME_RESULT")`;

const upper = (text: string): string => `${text[0]?.toUpperCase() ?? ''}${text.slice(1)}`;
const subscriptionOf = (field: string): string => `make${upper(field)}`;

function documentation({ type, field, coordinate }: FieldNames, streaming: boolean): string {
  const query =
    type === 'Query'
      ? `query ${upper(field)}($documentId: ID!) {
  ${field}(documentId: $documentId) {
    text
    result {
      engine
    }
  }
}`
      : `query ${upper(field)}($id: ID!) {
  document(id: $id) {
    ${field} {
      text
      result {
        engine
      }
    }
  }
}`;
  const name = subscriptionOf(field);
  const subscription = `
\`Subscription.${name}\` makes one while you watch:

\`\`\`graphql
subscription ${upper(name)}($documentId: ID!) {
  ${name}(documentId: $documentId) {
    cursor
    ... on TextDelta {
      text
    }
    ... on RunFinished {
      result {
        ... on Answer {
          text
        }
      }
    }
  }
}
\`\`\`
`;
  return `\`${coordinate}\` is the newest result that the caller may see; one is made of every document that is indexed.

\`\`\`graphql
${query}
\`\`\`
${streaming ? subscription : ''}`;
}

/** That the first field answers, next to the contract: an example for what the author will test. */
function addTest(draft: PluginDraft, { field, coordinate }: FieldNames, { id }: PartNames): void {
  const path = `${draft.id}.test.ts`;
  const bare = "import { describePlugin } from 'tributary/testkit';";
  if (!draft.has(path) || !draft.read(path).includes(bare)) return;
  const text = draft
    .read(path)
    .replace(bare, bare.replace('describePlugin', 'createTestHost, describePlugin'));
  draft.replace(
    path,
    `${text.trimEnd()}

test('${coordinate} answers for a document that was added', async () => {
  const host = await createTestHost(import.meta.url);
  try {
    const text = 'The mill grinds flour for the valley. The wheel of the mill is old. It rained on Tuesday.';
    const { id } = await host.addDocument(text);
    const run = await host.run('${id}', { documentId: id, count: 1 });
    const query = 'query ($id: ID!) { document(id: $id) { ${field}(count: 1) { text } } }';
    expect(await host.query(query, { id })).toEqual({ document: { ${field}: { text: run.text } } });
    expect(text).toContain(run.text);
  } finally {
    await host.close();
  }
});
`,
  );
}
