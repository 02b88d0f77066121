import { createHash } from 'node:crypto';
import type { GraphQLSchema } from 'graphql';
import type { Supergraph } from '../supergraph/compose.js';
import type { Engine } from './engine.js';

/** One supergraph with the engine that serves it, kept until the last operation that began on it has ended. */
export class Generation {
  readonly id: string;
  readonly api: string;
  readonly engine: Engine;
  readonly schema: GraphQLSchema;
  readonly #ending = new AbortController();
  readonly #idle = Promise.withResolvers<void>();
  #operations = 0;
  #retired = false;

  constructor(supergraph: Supergraph, engine: Engine) {
    this.id = createHash('sha256').update(supergraph.supergraph).digest('hex').slice(0, 12);
    this.api = supergraph.api;
    this.engine = engine;
    this.schema = engine.schema;
  }

  /** Aborted when streams that still run on this generation have to go elsewhere. */
  get ending(): AbortSignal {
    return this.#ending.signal;
  }

  /** Counts an operation in; call the answer once when it has ended. */
  enter(): () => void {
    this.#operations += 1;
    let inside = true;
    return () => {
      if (!inside) return;
      inside = false;
      this.#operations -= 1;
      this.#settle();
    };
  }

  /** No new operations come; ends with the last, or after `drainMs` with what is left of them. */
  async retire(drainMs: number, sooner: AbortSignal): Promise<void> {
    this.#retired = true;
    this.#settle();
    const end = () => this.#ending.abort();
    const timer = setTimeout(end, drainMs);
    timer.unref();
    if (sooner.aborted) end();
    sooner.addEventListener('abort', end, { once: true });
    await this.#idle.promise;
    sooner.removeEventListener('abort', end);
    clearTimeout(timer);
    await this.engine.dispose();
  }

  #settle(): void {
    if (this.#retired && this.#operations === 0) this.#idle.resolve();
  }
}
