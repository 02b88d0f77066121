import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  buildSchema,
  type DocumentNode,
  type FieldNode,
  getNamedType,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  visit,
} from 'graphql';
import { type Client, operation } from 'tributary/client';
import { repositoryRoot } from '#platform/config';
import { untilProcessed } from '../cli/until-processed.js';
import { TestSystem } from '../testkit/system.js';

/*
 * What the README of a plugin shows to paste is pasted here: each operation with the variables below it, in the order of
 * the page, through the gateway, on the documents of `examples/`, without a model and with one.
 */

/** What `"<name>"` stands for in the variables: the id of one of these documents. */
const files = {
  invoice: 'invoices/invoice-harbour-1042.pdf',
  duplicate: 'invoices/invoice-harbour-1042-copy.eml',
  order: 'orders/order-po-7731.md',
  receipt: 'receipts/receipt-garden-cafe.txt',
  contract: 'letters/contract-maintenance.md',
  letter: 'letters/letter-late-delivery.txt',
  policy: 'letters/travel-policy.md',
  thread: 'letters/support-thread-4471.txt',
  quarantined: 'letters/newsletter-with-hidden-text.html',
};

interface Block {
  name: string;
  source: string;
  kind: OperationDefinitionNode['operation'];
  /** The field that it asks for first. */
  field: string;
  variables: string;
}

const read = (path: string) => readFile(join(repositoryRoot, path), 'utf8');
const { tributary } = JSON.parse(await read('package.json')) as { tributary: { plugins: string[] } };
const schema = buildSchema(await read('schema/api.graphql'));
const pages = await Promise.all(
  tributary.plugins.map(async (plugin) => ({
    plugin,
    blocks: blocksOf(await read(`plugins/${plugin}/README.md`)),
  })),
);

function blocksOf(page: string): Block[] {
  const found = page.matchAll(/^```graphql\n([\s\S]*?)^```$(?:\s*^```json\n([\s\S]*?)^```$)?/gm);
  return [...found].map(([, source = '', variables = '{}']) => {
    const definition = operationOf(parse(source));
    const [first] = definition.selectionSet.selections;
    const field = first?.kind === 'Field' ? first.name.value : '';
    return {
      name: definition.name?.value ?? field,
      source: withTypenames(source),
      kind: definition.operation,
      field,
      variables,
    };
  });
}

/** Every object says what it is, so that a failure of a union is seen whatever the page selects. */
function withTypenames(source: string): string {
  const typename = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } } as const;
  const inner = (node: FieldNode) =>
    node.selectionSet && {
      ...node,
      selectionSet: { ...node.selectionSet, selections: [...node.selectionSet.selections, typename] },
    };
  return print(visit(parse(source), { Field: { leave: inner } }));
}

function operationOf({ definitions }: DocumentNode): OperationDefinitionNode {
  const found = definitions.find((each) => each.kind === 'OperationDefinition');
  if (!found) throw new RangeError('a block of a README holds no operation');
  return found;
}

const isRun = ({ field }: Block) =>
  getNamedType(schema.getSubscriptionType()?.getFields()[field]?.type)?.name === 'RunEvent';

/** `"<invoice>"` is a document, `"<CreateDataset.createDataset.dataset.id>"` what an operation above has answered. */
function filled(variables: string, known: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const text = variables.replace(/"<([\w.]+)>"/g, (_whole, path: string) => {
    const value = path
      .split('.')
      .reduce<unknown>((from, key) => (from as Record<string, unknown> | undefined)?.[key], known);
    if (value === undefined) throw new RangeError(`nothing above the variables is called <${path}>`);
    return JSON.stringify(value);
  });
  return JSON.parse(text) as Record<string, unknown>;
}

const recommended = operation<{ recommendations: { nodes: { id: string }[] } }>(
  'query FirstRecommendation { recommendations(first: 1) { nodes { id } } }',
);

/** What every page may name. */
async function seeded(client: Client): Promise<Record<string, unknown>> {
  const known: Record<string, unknown> = {};
  for (const [name, file] of Object.entries(files)) {
    const bytes = await readFile(join(repositoryRoot, 'examples/documents', file));
    known[name] = (await client.upload({ name: file.replace(/^.*\//, ''), bytes })).id;
  }
  await untilProcessed(client, AbortSignal.timeout(60_000));
  known.recommendation = (await client.request(recommended, {})).recommendations.nodes[0]?.id;
  known.today = new Date().toISOString().slice(0, 10);
  return known;
}

/** The answer, in which no field failed: the client throws what stands in `errors`. */
async function ask(client: Client, block: Block, variables: Record<string, unknown>): Promise<unknown> {
  const asked = operation<Record<string, object>>(block.source);
  if (block.kind !== 'subscription') return client.request(asked, variables);
  if (!isRun(block)) return listen(client, block, variables);
  let last: unknown;
  for await (const part of client.subscribe(asked, variables)) last = part[block.field];
  return last;
}

/** What waits for something to happen is opened and left again. */
async function listen(client: Client, { source }: Block, variables: Record<string, unknown>): Promise<null> {
  const leave = new AbortController();
  const events = client.subscribe(operation<Record<string, object>>(source), variables, {
    signal: leave.signal,
  });
  const first = events.next();
  await client.request(recommended, {});
  leave.abort();
  await first;
  return null;
}

describe.each(['no model', 'the model `scripted`'])('with %s', (model) => {
  let system: TestSystem;
  let client: Client;
  let folder: string;
  let known: Record<string, unknown>;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tributary-readmes-'));
    const file = join(folder, 'models.json');
    await writeFile(file, JSON.stringify({ aliases: { chat: { provider: 'scripted', model: 'scripted' } } }));
    system = await TestSystem.start({ settings: model === 'no model' ? {} : { MODELS: `file:${file}` } });
    client = system.client();
    known = await seeded(client);
  }, 120_000);
  afterAll(async () => {
    await system.close();
    await rm(folder, { recursive: true });
  });

  test.each(pages)(
    'every operation of the page of $plugin answers',
    async ({ blocks }) => {
      const answers: Record<string, unknown> = {};
      for (const block of blocks)
        answers[block.name] = await ask(client, block, filled(block.variables, { ...known, ...answers }));
      expect(Object.keys(answers)).toEqual(blocks.map(({ name }) => name));
      expect(failuresIn(answers)).toEqual([]);
      for (const block of blocks.filter(isRun))
        expect(answers[block.name]).toMatchObject({ __typename: 'RunFinished' });
    },
    60_000,
  );
});

const failures = ['InvalidInput', 'NotFound', 'Forbidden', 'Conflict', 'RunFailed', 'RunCancelled'];

/** Operations that answered with a failure. */
function failuresIn(answers: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(answers).flatMap(([name, answer]) => {
    const text = JSON.stringify(answer ?? null);
    return failures
      .filter((failure) => text.includes(`"__typename":"${failure}"`))
      .map((failure) => `${name}: ${failure}`);
  });
}
