import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  buildSchema,
  type DocumentNode,
  execute,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isObjectType,
  isRequiredArgument,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  type TypeNode,
  validate,
} from 'graphql';
import type { Manifest } from 'tributary/sdk';
import { createGraphContext } from '#platform/graph';
import { refusals } from '#platform/plugin-host/changes';
import { type Composition, compose } from '../../../gateway/index.js';
import type { TestHost } from '../test-host.js';
import type { ContractFacts, ContractOptions } from './facts.js';
import { contextOf, exampleOf } from './facts.js';

type Facts = () => Promise<ContractFacts>;
const roots = ['Query', 'Mutation', 'Subscription'];

/** What holds of a plugin's part in the graph. */
export function registerGraph(
  manifest: Manifest,
  folder: string,
  facts: Facts,
  options: ContractOptions,
): void {
  const { fields } = manifest.contributes;
  let composing: Promise<Composition> | null = null;
  const composition = (): Promise<Composition> => {
    composing ??= facts().then(({ host }) => compose(sourcesOf(host)));
    return composing;
  };

  it('composes with the core, and the gate refuses nothing', async () => {
    const { host } = await facts();
    const sources = sourcesOf(host);
    const own = sources.find(({ name }) => name === manifest.id);
    expect(own).toBeDefined();
    const others = sources.filter(({ name }) => name !== manifest.id);
    const candidate = { plugin: manifest.id, sdl: own?.sdl ?? '', declared: fields };
    expect(refusals(candidate, others)).toEqual([]);
    expect(await composition()).toHaveProperty('composed');
  });

  const ofEntities = fields.filter((field) => !roots.includes(field.split('.')[0] ?? ''));
  if (ofEntities.length > 0) {
    it.each(ofEntities)('shows another tenant nothing by %s', async (coordinate) => {
      const found = await facts();
      const [type = '', field = ''] = coordinate.split('.');
      const subgraph = found.host.subgraphs.find(({ name }) => name === manifest.id);
      if (!subgraph || !('schema' in subgraph)) throw new RangeError(`${manifest.id} has no schema`);
      const { schema } = subgraph;
      const request = await contextOf(found, found.other);
      const { data } = await execute({
        schema,
        document: parse(
          `query ($of: [_Any!]!) { _entities(representations: $of) { ... on ${type} { found: ${selectionOf(schema, type, field)} } } }`,
        ),
        variableValues: { of: [{ __typename: type, id: found.document.id }] },
        contextValue: createGraphContext(request, new AbortController().signal),
      });
      const [entity] = (data?._entities ?? []) as ({ found: unknown } | null)[];
      expect([null, undefined, []]).toContainEqual(entity?.found);
    });
  }

  it('has a README whose operations run', async () => {
    const found = await facts();
    const readme = await readFile(join(folder, 'README.md'), 'utf8').catch(() => '');
    const operations = [...readme.matchAll(/^```graphql\n([\s\S]*?)^```$/gm)].map(([, text = '']) => text);
    expect(operations.length).toBeGreaterThan(0);
    const graph = await composition();
    const schema = buildSchema('composed' in graph ? graph.composed.api : '');
    const given = (await options.variables?.(found)) ?? {};
    for (const operation of operations) {
      const document = parse(operation);
      expect(validate(schema, document)).toEqual([]);
      await run(found, document, given, schema);
    }
  });
}

const sourcesOf = ({ subgraphs }: TestHost) => subgraphs.map(({ name, sdl }) => ({ name, sdl }));

/** Runs each operation of the document; throws what it is answered with. */
async function run(
  facts: ContractFacts,
  document: DocumentNode,
  given: Record<string, unknown>,
  schema: GraphQLSchema,
): Promise<void> {
  const { host } = facts;
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const variables = Object.fromEntries(
      (definition.variableDefinitions ?? [])
        .map(({ variable, type }) => [
          variable.name.value,
          variableOf(variable.name.value, type, given, facts),
        ])
        .filter(([, value]) => value !== undefined),
    );
    if (definition.operation !== 'subscription') await host.query(print(definition), variables);
    else if (isRun(definition, schema)) for await (const _part of host.stream(print(definition), variables));
    else await listen(host, print(definition), variables);
    await host.settled();
  }
}

/** Whether a subscription ends with the run that it follows. */
function isRun({ selectionSet }: OperationDefinitionNode, schema: GraphQLSchema): boolean {
  const [first] = selectionSet.selections;
  const field = first?.kind === Kind.FIELD ? first.name.value : '';
  return getNamedType(schema.getSubscriptionType()?.getFields()[field]?.type)?.name === 'RunEvent';
}

/** What waits for something to happen is opened and left again. */
async function listen(host: TestHost, source: string, variables: Record<string, unknown>): Promise<void> {
  const leave = new AbortController();
  const first = host.stream(source, variables, leave.signal).next();
  await host.settled();
  leave.abort();
  await first;
}

function variableOf(
  name: string,
  type: TypeNode,
  given: Record<string, unknown>,
  facts: ContractFacts,
): unknown {
  if (name in given) return given[name];
  const known = exampleOf(name, facts);
  if (known !== undefined || type.kind !== Kind.NON_NULL_TYPE) return known;
  const scalar = print(type.type);
  if (scalar === 'Int' || scalar === 'Float') return 1;
  return scalar === 'Boolean' ? true : 'mill';
}

/** The field with the arguments it must have, and something of what it gives. */
function selectionOf(schema: GraphQLSchema, type: string, name: string): string {
  const parent = schema.getType(type);
  const field: GraphQLField<unknown, unknown> | undefined = isObjectType(parent)
    ? parent.getFields()[name]
    : undefined;
  if (!field) throw new RangeError(`${type}.${name} is declared and not contributed`);
  const required = field.args.filter(isRequiredArgument).map((argument) => `${argument.name}: 1`);
  const given = required.length > 0 ? `(${required.join(', ')})` : '';
  return `${name}${given}${isCompositeType(getNamedType(field.type)) ? ' { __typename }' : ''}`;
}
