import {
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  type GraphQLTypeResolver,
} from 'graphql';
import { AppError, withSharedTypes } from 'tributary/sdk';
import { answerSchema } from './answer-schema.js';
import { withoutShared } from './own-sdl.js';
import { type PreparedOperation, prepareOperation } from './prepared-operation.js';
import type { RemoteAnswer } from './remote-answer.js';
import { errorOf } from './remote-error.js';

const preparedAtMost = 500;
const errorsAtMost = 20;

/**
 * Makes of a remote plugin's answer what a subgraph of ours would have given. The answer is read as if it were the data
 * that the operation is executed on: what was not asked for is dropped, what does not fit its type is null with an error.
 */
export class AnswerCheck {
  readonly #plugin: string;
  readonly #schema: GraphQLSchema;
  readonly #prepared = new Map<string, PreparedOperation>();
  readonly sdl: string;

  constructor(plugin: string, typeDefs: string) {
    this.#plugin = plugin;
    this.sdl = withSharedTypes(withoutShared(typeDefs));
    this.#schema = answerSchema(plugin, this.sdl);
  }

  prepare(query: string): PreparedOperation {
    const known = this.#prepared.get(query);
    if (known) return known;
    const made = prepareOperation(this.#schema, query);
    if (this.#prepared.size >= preparedAtMost) this.#prepared.clear();
    this.#prepared.set(query, made);
    return made;
  }

  async check(
    operation: PreparedOperation,
    variables: Readonly<Record<string, unknown>>,
    answer: RemoteAnswer,
  ): Promise<ExecutionResult> {
    const given = (answer.errors ?? []).slice(0, errorsAtMost).map((error) => errorOf(this.#plugin, error));
    if (!answer.data) {
      const errors = given.length > 0 ? given : [this.#misfit('there is neither data nor an error')];
      return { data: null, errors };
    }
    const misplaced = operation.entityKeys.find((key) => !isAligned(answer.data?.[key], variables));
    if (misplaced !== undefined) {
      return { data: null, errors: [...given, this.#misfit('_entities has not one item a representation')] };
    }
    const { data, errors = [] } = await execute({
      schema: this.#schema,
      document: operation.document,
      rootValue: answer.data,
      variableValues: variables,
      fieldResolver,
      typeResolver,
    });
    const misfits = errors.slice(0, errorsAtMost).map(({ message, path }) => this.#misfit(message, path));
    const all = [...given, ...misfits];
    return { data: data ?? null, ...(all.length > 0 && { errors: all }) };
  }

  #misfit(reason: string, path?: readonly (string | number)[]): GraphQLError {
    const originalError = new AppError('PLUGIN_PART_INVALID', { plugin: this.#plugin, reason });
    return new GraphQLError(originalError.message, { originalError, ...(path && { path }) });
  }
}

/** What stands in the answer under the key of the response. */
const fieldResolver: GraphQLFieldResolver<unknown, unknown> = (source, _args, _context, { path }) =>
  own(source, String(path.key));

const typeResolver: GraphQLTypeResolver<unknown, unknown> = (value) => {
  const name = own(value, '__typename');
  return typeof name === 'string' ? name : undefined;
};

function own(source: unknown, key: string): unknown {
  if (typeof source !== 'object' || source === null || !Object.hasOwn(source, key)) return undefined;
  return (source as Record<string, unknown>)[key];
}

/** Entities belong to the representations by their places alone. */
function isAligned(entities: unknown, { representations }: Readonly<Record<string, unknown>>): boolean {
  if (!Array.isArray(representations)) return true;
  return Array.isArray(entities) && entities.length === representations.length;
}
