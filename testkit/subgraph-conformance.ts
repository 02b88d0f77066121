import { once } from 'node:events';
import {
  type ExecutionResult,
  type GraphQLField,
  type GraphQLOutputType,
  type GraphQLSchema,
  type GraphQLUnionType,
  getNamedType,
  isCompositeType,
  isObjectType,
  isRequiredArgument,
  parse,
  print,
  visit,
} from 'graphql';
import { AppError, type RequestContext } from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import { WebSocket } from 'ws';
import type { Identity } from '#platform';
import { loadConfig } from '#platform/config';
import { type BuiltSubgraph, createGraphContext, type GraphContext } from '#platform/graph';
import { Metrics } from '#platform/telemetry';
import { executorsOf } from '../gateway/subgraph/executors.js';
import type { ServedGraph } from '../platform/graph/serve.js';
import { silentLog as log } from './silent-log.js';
import { subgraphKinds } from './subgraph-kinds.js';

export interface ConformingSubgraph {
  subgraph: BuiltSubgraph;
  /** Its committed contract, in SDL. */
  contract: string;
  identity: Identity;
  /** Somebody who may do everything, in a tenant with nothing in it. */
  request: RequestContext;
}

/** What every subgraph has to keep, in the gateway's process and as a server of its own. */
export function describeSubgraph(open: () => Promise<ConformingSubgraph>): void {
  describe.each(subgraphKinds)('$name', ({ reach }) => {
    let opened: ConformingSubgraph;
    let served: ServedGraph[];
    let execute: (source: string, variables?: object, signal?: AbortSignal) => Promise<ExecutionResult>;

    beforeAll(async () => {
      opened = await open();
      const { subgraph, identity, request } = opened;
      const reached = await reach([subgraph], identity);
      served = reached.served;
      const config = loadConfig({ PROFILE: 'production' });
      const createContext = (caller: RequestContext, signal: AbortSignal) =>
        createGraphContext(caller, signal);
      const parts = { config, identity, log, metrics: new Metrics(), createContext };
      const executor = executorsOf(reached.endpoints, parts).get(subgraph.name);
      execute = async (source, variables = {}, signal = new AbortController().signal) => {
        const scope = { request, signal, isStream: false };
        const call = { document: parse(source), variables: { ...variables }, context: { scope } };
        const result = await executor?.(call);
        if (result && 'data' in result) return result;
        throw new AppError('INTERNAL', { reason: 'the subgraph answered with a stream' });
      };
    });
    afterAll(() => Promise.all(served?.map((server) => server.close()) ?? []));

    it('is what its contract says', async () => {
      const { subgraph, contract } = opened;
      expect(print(parse(subgraph.sdl))).toBe(print(parse(contract)));
      const { data } = await execute('{ _service { sdl } }');
      const { sdl } = (data as { _service: { sdl: string } })._service;
      expect(definitionsOf(sdl)).toEqual(definitionsOf(contract));
    });

    it('answers every query that needs no argument', async () => {
      const fields = Object.values(opened.subgraph.schema.getQueryType()?.getFields() ?? {});
      const asked = fields.filter(
        ({ name, args }) => !name.startsWith('_') && !args.some(isRequiredArgument),
      );
      const source = `{ __typename ${asked.map((field) => selectionOf(field, 3)).join(' ')} }`;
      const { data, errors } = await execute(source);
      expect(errors).toBeUndefined();
      expect(Object.keys(data ?? {})).toEqual(['__typename', ...asked.map(({ name }) => name)]);
    });

    it('knows nothing of an entity that does not exist', async () => {
      for (const type of entitiesOf(opened.subgraph.schema)) {
        const fields = Object.values(type.getFields()).filter(({ args }) => !args.some(isRequiredArgument));
        const source = `query ($of: [_Any!]!) { _entities(representations: $of) {
          ... on ${type.name} { ${fields.map((field) => selectionOf(field, 2)).join(' ')} } } }`;
        const of = [1, 2].map(() => ({ __typename: type.name, id: newId() }));
        const { data, errors } = await execute(source, { of });
        expect(errors).toBeUndefined();
        const { _entities } = data as { _entities: (Record<string, unknown> | null)[] };
        // Whoever only adds fields to another's entity takes its word for the id, and has nothing to add.
        const known = _entities.map((entity) => Object.entries(entity ?? {}).filter(isKnown));
        expect([type.name, known]).toEqual([type.name, [[], []]]);
      }
    });

    it('masks what it did not expect, and tells coded errors', async () => {
      const fail = async (alias: string, error: unknown) => {
        const restore = replaceService(opened.subgraph.schema, () => {
          throw error;
        });
        try {
          return await execute(`{ ${alias}: _service { sdl } }`);
        } finally {
          restore();
        }
      };
      const masked = await fail('leaking', new RangeError('password=hunter2 at /srv/app/db.js:10'));
      expect(masked.errors?.[0]).toMatchObject({
        message: 'Internal server error',
        extensions: { code: 'INTERNAL', requestId: opened.request.requestId },
      });
      expect(JSON.stringify(masked)).not.toContain('hunter2');
      const coded = await fail('coded', new AppError('CONFLICT', { reason: 'It is taken' }));
      expect(coded.errors?.[0]).toMatchObject({ message: 'It is taken', extensions: { code: 'CONFLICT' } });
    });

    it('answers within the deadline, and is told when it has passed', async () => {
      const begun = Promise.withResolvers<void>();
      const told = Promise.withResolvers<void>();
      const restore = replaceService(opened.subgraph.schema, (_root, _args, { signal }) => {
        begun.resolve();
        signal.addEventListener('abort', () => told.resolve(), { once: true });
        return told.promise;
      });
      const deadline = new AbortController();
      const answer = execute('{ slow: _service { sdl } }', {}, deadline.signal);
      await begun.promise;
      deadline.abort(new AppError('TIMEOUT'));
      expect((await answer).errors?.[0]).toMatchObject({ extensions: { code: 'TIMEOUT' } });
      await told.promise;
      restore();
    });

    it('tells nothing to whoever has no sealed token, and never describes itself', async () => {
      const [server] = served;
      // In this process nobody but the gateway can ask.
      if (!server) return;
      const ask = (query: string, headers: object) =>
        fetch(server.url, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: JSON.stringify({ query }),
        });
      const introspection = '{ __schema { types { name } } }';
      for (const query of [introspection, '{ _service { sdl } }', '{ __typename }']) {
        for (const headers of [{}, { authorization: 'Bearer wrong' }]) {
          const response = await ask(query, headers);
          expect(response.status).toBe(401);
          expect(await response.text()).not.toContain('type');
        }
      }
      expect(await closedWith(server.url, { authorization: 'Bearer wrong' })).toBe(4403);
      const authorization = `Bearer ${await opened.identity.seal(opened.request)}`;
      const described = await ask(introspection, { authorization });
      expect(await described.json()).toMatchObject({ errors: [{ message: expect.any(String) }] });
      expect((await ask('{ __typename }', { authorization })).status).toBe(200);
    });
  });
}

/** The definitions of an SDL in one order, without what Apollo Federation adds to every subgraph for itself. */
function definitionsOf(sdl: string): string[] {
  const own = visit(parse(sdl), {
    DirectiveDefinition: () => null,
    SchemaDefinition: () => null,
    SchemaExtension: () => null,
    FieldDefinition: ({ name }) => (name.value.startsWith('_') ? null : undefined),
  }).definitions.filter(
    (definition) =>
      !('name' in definition && /^(federation__|link__|_)/.test(definition.name?.value ?? '')) &&
      !('fields' in definition && definition.fields?.length === 0),
  );
  return own.map((definition) => print(definition)).sort();
}

/** The code with which a WebSocket is closed that introduces itself so. */
async function closedWith(url: string, payload: object): Promise<number> {
  const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws');
  socket.once('open', () => socket.send(JSON.stringify({ type: 'connection_init', payload })));
  const [code] = await once(socket, 'close');
  return Number(code);
}

function entitiesOf(schema: GraphQLSchema) {
  const union = schema.getType('_Entity') as GraphQLUnionType | undefined;
  return (union?.getTypes() ?? []).filter(isObjectType);
}

function isKnown([name, value]: [string, unknown]): boolean {
  if (name === 'id' || name === '__typename' || value === null) return false;
  return !Array.isArray(value) || value.length > 0;
}

/** A field with all below it that needs no argument, so many levels deep. */
function selectionOf({ name, type }: GraphQLField<unknown, unknown>, depth: number): string {
  return `${name} ${subselection(type, depth)}`;
}

function subselection(type: GraphQLOutputType, depth: number): string {
  const named = getNamedType(type);
  if (!isCompositeType(named)) return '';
  const fields = isObjectType(named) ? Object.values(named.getFields()) : [];
  const shown = fields.filter(
    (field) =>
      !field.args.some(isRequiredArgument) && (depth > 1 || !isCompositeType(getNamedType(field.type))),
  );
  return `{ __typename ${shown.map((field) => selectionOf(field, depth - 1)).join(' ')} }`;
}

type Resolve = (root: unknown, args: unknown, context: GraphContext) => unknown;

/** Every subgraph has the field `_service`: a test puts its own resolver there, and takes it away. */
function replaceService(schema: GraphQLSchema, resolve: Resolve): () => void {
  const field = schema.getQueryType()?.getFields()._service;
  const before = field?.resolve;
  if (field) field.resolve = resolve as typeof before;
  return () => {
    if (field) field.resolve = before;
  };
}
