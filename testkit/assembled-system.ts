import { execute, parse, subscribe } from 'graphql';
import { AppError, type ParsedDocument, type RequestContext } from 'tributary/sdk';
import type { JobDefinition, Platform, WorkerTools } from '#platform';
import { type BuiltSubgraph, createGraphContext } from '#platform/graph';
import { type Assembly, assemble } from '../cli/assemble.js';
import { type Foundation, layFoundation } from '../cli/foundation.js';
import { migrationSets, modules } from '../cli/modules.js';
import { embeddingEraser } from '../platform/models/index.js';
import { runPluginJobs } from '../platform/plugin-host/index.js';
import { createCapabilityRunner } from '../platform/runs/index.js';
import { createTestDatabase, type TestDatabase } from './database.js';
import { silentLog as log } from './silent-log.js';
import { takeJob } from './take-job.js';

/**
 * All core subgraphs and shipped plugins bound as in the product, on a database of their own and in one thread, without
 * gateway, queue and parser threads: a test plays the worker. Documents are plain text; `\f` begins a page.
 */
export interface AssembledSystem {
  readonly db: TestDatabase;
  readonly foundation: Foundation;
  readonly platform: Platform;
  readonly subgraphs: readonly BuiltSubgraph[];
  /** The data of one operation of a subgraph; fails on errors. */
  data<Data>(
    context: RequestContext,
    subgraph: string,
    source: string,
    variables?: Record<string, unknown>,
  ): Promise<Data>;
  /** The values of a subscription's one field, to its end. */
  stream<Value>(
    context: RequestContext,
    subgraph: string,
    source: string,
    variables?: Record<string, unknown>,
    signal?: AbortSignal,
  ): AsyncGenerator<Value>;
  /** Does the tenant's waiting jobs with this name; returns how many there were. */
  work(context: RequestContext, name: string): Promise<number>;
  /** A document that was read to its end. */
  document(context: RequestContext, text: string, input?: object): Promise<{ id: string; versionId: string }>;
  close(): Promise<void>;
}

const plugins = 'plugins';
const addText = `mutation ($input: AddTextInput!) { addText(input: $input) {
  __typename ... on DocumentPayload { document { id versionId } } ... on Failure { code message } } }`;

export async function assembleSystem(
  environment: Readonly<Record<string, string>> = {},
): Promise<AssembledSystem> {
  const db = await createTestDatabase({ migrations: migrationSets, environment });
  const foundation = await layFoundation(db.config, db.server, log);
  const { database } = foundation;
  const assembly = await assemble(foundation, {
    execute: () => nothingToExecute(),
    describe: async () => null,
    check: async () => null,
    tools: async () => [],
  });
  const { platform } = assembly;
  await platform.ports.prompts.seed(assembly.plugins.prompts);
  const runner = createCapabilityRunner(assembly.runnerParts);
  const jobs = jobsOf(assembly, runner);
  const all = await assembly.build(new Set([...modules.map(({ name }) => name), plugins]));
  const subgraphs = all.filter((subgraph) => 'schema' in subgraph);
  const built = (name: string) => {
    const found = subgraphs.find((subgraph) => subgraph.name === name);
    if (!found) throw new AppError('NOT_FOUND', { thing: `The subgraph ${name}` });
    return found;
  };
  const system: AssembledSystem = {
    db,
    foundation,
    platform,
    subgraphs,
    async data<Data>(context: RequestContext, subgraph: string, source: string, variableValues = {}) {
      const { schema } = built(subgraph);
      const contextValue = createGraphContext(context, new AbortController().signal);
      const { data, errors } = await execute({
        schema,
        document: parse(source),
        variableValues,
        contextValue,
      });
      if (errors?.[0]) throw errors[0].originalError ?? errors[0];
      return data as Data;
    },
    async *stream<Value>(
      context: RequestContext,
      subgraph: string,
      source: string,
      variableValues = {},
      signal = new AbortController().signal,
    ) {
      const { schema } = built(subgraph);
      const contextValue = createGraphContext(context, signal);
      const results = await subscribe({ schema, document: parse(source), variableValues, contextValue });
      if (!(Symbol.asyncIterator in results)) throw results.errors?.[0]?.originalError ?? results.errors?.[0];
      for await (const { data, errors } of results) {
        if (errors?.[0]) throw errors[0].originalError ?? errors[0];
        yield Object.values(data as Record<string, Value>)[0] as Value;
      }
    },
    async work(context, name) {
      const definition = jobs.get(name);
      if (!definition) throw new AppError('JOB_UNKNOWN', { name });
      const waiting = await database.tenant(context.tenant, (tx) =>
        tx.query<{ id: string }>(
          `select id from platform.jobs where name = $1 and state = 'waiting' order by id`,
          [name],
        ),
      );
      for (const { id } of waiting) {
        const { payload, job } = await takeJob(database, context, id);
        await definition.run(definition.payload.parse(payload), job);
        await database.tenant(context.tenant, (tx) =>
          tx.query(`update platform.jobs set state = 'done' where id = $1`, [id]),
        );
      }
      return waiting.length;
    },
    async document(context, text, input = {}) {
      type Added = { addText: { document?: { id: string; versionId: string } } };
      const variables = { input: { name: 'note.txt', text, ...input } };
      const { addText: added } = await system.data<Added>(context, 'documents', addText, variables);
      if (!added.document) throw new AppError('CONFLICT', { reason: JSON.stringify(added) });
      await system.work(context, 'documents.ingest');
      return added.document;
    },
    async close() {
      await runner.close();
      await assembly.close();
      await foundation.close();
      await db.close();
    },
  };
  return system;
}

function jobsOf(
  { subgraphs, sinks, runnerParts }: Assembly,
  runner: WorkerTools['runner'],
): ReadonlyMap<string, JobDefinition> {
  const erasers = [...subgraphs.flatMap(({ parts }) => parts.erasers ?? []), embeddingEraser];
  const tools = { runner, parser: { parse: parsePlainText }, embedder: runnerParts.embedder, sinks, erasers };
  const definitions = [
    ...subgraphs.flatMap(({ parts }) => parts.jobs?.(tools) ?? []),
    ...runPluginJobs(runnerParts),
  ];
  return new Map(definitions.map((definition) => [definition.name, definition]));
}

/** Pages are parted by form feeds. */
export async function parsePlainText(bytes: Uint8Array): Promise<ParsedDocument> {
  const pages = new TextDecoder().decode(bytes).split('\f');
  return {
    mediaType: 'text/plain',
    title: null,
    pages: pages.map((text, at) => ({ number: at + 1, text, lines: [] })),
    hidden: [],
    metadata: {},
  };
}

async function nothingToExecute(): Promise<never> {
  throw new AppError('UNAVAILABLE', { thing: 'The gateway' });
}
