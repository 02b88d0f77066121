import { AppError } from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import type { Embedder, EmbeddingSpace, EmbedRequest } from '#platform';
import { answerTexts } from './answer-texts.js';
import { AskedText, type Asker } from './asked-text.js';
import { embedInBatches } from './batches.js';
import { Gathering } from './gathering.js';
import { RecentVectors } from './recent-vectors.js';
import { hashOf } from './stored-vectors.js';
import { type EmbeddingBills, type EmbeddingTarget, makes } from './target.js';

/** Longer texts are passages, whose vectors are stored, not queries. */
const longestQuery = 1_000;
const probe = 'dimensions';

export interface EmbedderOptions {
  /** The targets behind the alias `embed`; the first one's model counts, others of it stand in for it. */
  readonly own: readonly [EmbeddingTarget, ...EmbeddingTarget[]];
  /** All targets that make vectors: an index made with an earlier model goes on being asked with it. */
  readonly all: readonly EmbeddingTarget[];
  readonly bills: EmbeddingBills | null;
}

/** What makes vectors of texts, as the models file says. Starts nothing; loads a provider on its first use. */
export function createEmbedder(options: EmbedderOptions): Embedder {
  return new GatheringEmbedder(options);
}

class GatheringEmbedder implements Embedder {
  readonly model: string;
  readonly dimensions: number | null;
  readonly hasBatches: boolean;
  readonly #options: EmbedderOptions;
  readonly #gatherings = new Map<string, Gathering>();
  /** By tenant, space and hash, while they are on their way. */
  readonly #asked = new Map<string, AskedText>();
  readonly #recent = new RecentVectors();
  #learned: EmbeddingSpace | null = null;

  constructor(options: EmbedderOptions) {
    this.#options = options;
    const [{ model, dimensions, batches }] = options.own;
    this.hasBatches = batches !== null;
    this.model = model;
    this.dimensions = dimensions;
  }

  async space(request: Pick<EmbedRequest, 'context' | 'signal'>): Promise<EmbeddingSpace> {
    if (this.dimensions !== null) return { model: this.model, dimensions: this.dimensions };
    if (this.#learned === null) {
      const [vector] = await this.embed([probe], { ...request, purpose: 'dimensions' });
      this.#learned = { model: this.model, dimensions: vector?.length ?? 0 };
    }
    return this.#learned;
  }

  serves(space: EmbeddingSpace): boolean {
    return this.#targets(space).length > 0;
  }

  async embed(texts: readonly string[], request: EmbedRequest): Promise<number[][]> {
    if (texts.length === 0) return [];
    request.signal.throwIfAborted();
    const space = request.space ?? null;
    const targets = this.#targets(space);
    const [first] = targets;
    if (first === undefined) {
      const reason = `no target makes vectors of ${space?.model} with ${space?.dimensions} dimensions`;
      throw new AppError('MODEL_FAILED', { reason }, { retryable: false });
    }
    const { context, purpose, spender, span, unhurried } = request;
    const payer = {
      context,
      spender: spender ?? { runId: newId(), plugin: 'system', capability: purpose },
    };
    if (unhurried && first.batches !== null) {
      const whole = { ...request, payer, unhurried, dimensions: space?.dimensions ?? null };
      const made = await embedInBatches(first, first.batches, this.#options.bills, texts, whole);
      const missing = texts.filter((_, at) => made[at] === null);
      const rest = await this.embed(missing, { ...request, unhurried: undefined });
      const left = rest.values();
      return made.map((vector) => vector ?? left.next().value ?? []);
    }
    const asker: Asker = { payer, span: span ?? null };
    const group = space ? `${space.model}\n${space.dimensions}` : '';
    const prefix = `${context.tenant}\n${group}\n`;
    const fresh: AskedText[] = [];
    const vectors = texts.map((text): Promise<readonly number[]> | readonly number[] => {
      const key = prefix + hashOf(text);
      const recent = text.length <= longestQuery ? this.#recent.get(key) : null;
      if (recent !== null) return recent;
      const underWay = this.#asked.get(key);
      if (underWay !== undefined && !underWay.abandoned.aborted) return underWay.join(request.signal);
      const asked = new AskedText(text, asker);
      fresh.push(asked);
      this.#asked.set(key, asked);
      return this.#keep(key, asked, request.signal);
    });
    this.#gathering(group, targets, space?.dimensions ?? null).add(fresh);
    return (await Promise.all(vectors)).map((vector) => [...vector]);
  }

  async #keep(key: string, asked: AskedText, signal: AbortSignal): Promise<readonly number[]> {
    const vector = asked.join(signal);
    try {
      const made = await vector;
      if (asked.text.length <= longestQuery) this.#recent.set(key, made);
      return made;
    } finally {
      if (this.#asked.get(key) === asked) this.#asked.delete(key);
    }
  }

  #targets(space: EmbeddingSpace | null): readonly EmbeddingTarget[] {
    const { own, all } = this.#options;
    const [first] = own;
    if (space !== null) return [...new Set([...own, ...all])].filter((target) => makes(target, space));
    return own.filter(({ model, dimensions }) => model === first.model && dimensions === first.dimensions);
  }

  #gathering(group: string, targets: readonly EmbeddingTarget[], dimensions: number | null): Gathering {
    let gathering = this.#gatherings.get(group);
    if (gathering === undefined) {
      const { bills } = this.#options;
      const batchSize = Math.min(...targets.map((target) => target.batchSize));
      gathering = new Gathering(batchSize, (texts) => answerTexts({ targets, dimensions, bills }, texts));
      this.#gatherings.set(group, gathering);
    }
    return gathering;
  }
}
