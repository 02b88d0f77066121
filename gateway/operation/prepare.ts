import { createHash } from 'node:crypto';
import { AppError } from 'tributary/sdk';
import type { Config } from '#platform/config';
import type { OperationRegistry } from '#platform/registry';
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
  readonly coordinates: readonly string[];
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

  /** No subgraph is called before it returns. Throws one coded error. */
  prepare(params: OperationParams, generation: Generation): PreparedOperation {
    const { text, hash } = this.#textOf(params);
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
      coordinates,
    };
  }

  /** A hash never registers anything: with a text beside it, the text has to be the registered one. */
  #textOf({ query, hash }: OperationParams): { text: string; hash: string | null } {
    if (hash !== null) {
      const registered = this.#registry.byHash(hash);
      if (!registered || (query !== null && sha256(query) !== hash && query !== registered.document)) {
        if (query !== null && !this.#config.gateway.registeredOnly) return { text: query, hash: null };
        throw new AppError('PERSISTED_QUERY_NOT_FOUND');
      }
      return { text: registered.document, hash };
    }
    if (this.#config.gateway.registeredOnly) throw new AppError('PERSISTED_QUERY_REQUIRED');
    if (query === null) throw new AppError('BAD_USER_INPUT', { reason: 'The request has no query' });
    return { text: query, hash: null };
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

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
