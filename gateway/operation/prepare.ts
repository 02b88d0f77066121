import { createHash } from 'node:crypto';
import { type DocumentNode, valueFromASTUntyped } from 'graphql';
import { AppError } from 'tributary/sdk';
import type { OperationProblem } from '#platform';
import type { Config } from '#platform/config';
import { findAppError } from '#platform/errors';
import type { OperationRegistry, RegisteredOperation } from '#platform/registry';
import type { Generation } from '../generation/generation.js';
import { Documents, type ParsedOperation } from './documents.js';
import type { OperationParams } from './params.js';
import { SchemaRules } from './schema-rules.js';

/** An operation that passed every check and may be executed on its generation. */
export interface PreparedOperation {
  readonly parsed: ParsedOperation;
  readonly variables: Record<string, unknown>;
  readonly generation: Generation;
  readonly cost: number;
  /** What it counts for the rate: its root fields, aliases included. */
  readonly weight: number;
  readonly hash: string;
  /** Whether it was asked for by the hash of a registered operation. */
  readonly isRegistered: boolean;
  readonly coordinates: readonly string[];
  /** What is executed in its place when the answer is to say what its runs cost; else null. */
  readonly withCosts: DocumentNode | null;
}

/** What is executed; with the hash when it is a registered operation. */
export interface FoundText {
  readonly text: string;
  readonly hash: string | null;
}

/** Checks operations in the order of their price: the text, its shape, the schema, variables, cost. */
export class Preparation {
  readonly #config: Config;
  readonly #registry: Pick<OperationRegistry, 'byHash'>;
  readonly #documents: Documents;
  readonly #rules = new WeakMap<Generation, SchemaRules>();
  readonly #hashes = new WeakMap<ParsedOperation, string>();

  constructor(config: Config, registry: Pick<OperationRegistry, 'byHash'>) {
    this.#config = config;
    this.#registry = registry;
    this.#documents = new Documents(config);
  }

  /**
   * The text that is asked for: one that was sent, or that of a registered operation, which a hash names.
   * @throws AppError `PERSISTED_QUERY_REQUIRED`, `PERSISTED_QUERY_NOT_FOUND`, `BAD_USER_INPUT`.
   */
  async find(params: OperationParams, tenant: string): Promise<FoundText> {
    return params.hash === null ? this.#free(params) : this.#registered(params, params.hash, tenant);
  }

  /** No subgraph is called before it returns. Throws one coded error. */
  prepare({ text, hash }: FoundText, params: OperationParams, generation: Generation): PreparedOperation {
    const parsed = this.#documents.parse(text, params.operationName);
    const rules = this.#rulesOf(generation);
    const coordinates = rules.validate(parsed);
    const variables = rules.variables(parsed, params.variables);
    const cost = parsed.isIntrospection ? 0 : rules.cost(parsed, variables);
    return {
      parsed,
      variables,
      generation,
      cost,
      weight: Math.max(1, parsed.shape.rootFields),
      hash: hash ?? this.#hashOf(parsed),
      isRegistered: hash !== null,
      coordinates,
      withCosts: params.includesCost && !parsed.isIntrospection ? rules.withCosts(parsed) : null,
    };
  }

  /**
   * What `prepare` would refuse this document for, with the values that its variables have by themselves. Whoever may
   * register operations knows the schema: the reasons are told in every profile.
   */
  check(text: string, generation: Generation): OperationProblem | null {
    try {
      const parsed = this.#documents.parse(text, null);
      if (parsed.isIntrospection)
        throw new AppError('BAD_USER_INPUT', { reason: 'Introspection is not registered' });
      const rules = this.#rulesOf(generation);
      rules.validate(parsed, true);
      rules.cost(parsed, defaultsOf(parsed));
      return null;
    } catch (error) {
      const known = findAppError(error);
      if (!known) throw error;
      return { code: known.code, message: known.message };
    }
  }

  #free({ query }: OperationParams): FoundText {
    if (this.#config.gateway.registeredOnly) throw new AppError('PERSISTED_QUERY_REQUIRED');
    if (query === null) throw new AppError('BAD_USER_INPUT', { reason: 'The request has no query' });
    return { text: query, hash: null };
  }

  /** A hash never registers anything: with a text beside it, the text has to be the registered one. */
  async #registered({ query }: OperationParams, hash: string, tenant: string): Promise<FoundText> {
    const registered = await this.#registry.byHash(tenant, hash);
    const isSame = registered !== null && (query === null || isText(registered, query));
    if (isSame) return { text: registered.document, hash: registered.hash };
    if (query !== null && !this.#config.gateway.registeredOnly) return { text: query, hash: null };
    throw new AppError('PERSISTED_QUERY_NOT_FOUND');
  }

  #rulesOf(generation: Generation): SchemaRules {
    const known = this.#rules.get(generation);
    if (known) return known;
    const made = new SchemaRules(generation.schema, this.#config);
    this.#rules.set(generation, made);
    return made;
  }

  #hashOf(parsed: ParsedOperation): string {
    const known = this.#hashes.get(parsed);
    if (known !== undefined) return known;
    const made = sha256(parsed.text);
    this.#hashes.set(parsed, made);
    return made;
  }
}

function isText({ hash, document }: RegisteredOperation, query: string): boolean {
  return query === document || sha256(query) === hash;
}

/** Only numbers size a list: other values need not be right. */
function defaultsOf({ operation }: ParsedOperation): Record<string, unknown> {
  const given = (operation.variableDefinitions ?? []).filter(
    ({ defaultValue }) => defaultValue !== undefined,
  );
  return Object.fromEntries(
    given.map(({ variable, defaultValue }) => [
      variable.name.value,
      defaultValue && valueFromASTUntyped(defaultValue),
    ]),
  );
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
