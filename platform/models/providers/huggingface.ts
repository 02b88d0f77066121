import { AppError } from 'tributary/sdk';
import type { TokenUsage } from '#platform';
import { malformed } from './failure.js';
import { type EmbeddingProvider, ProviderFailure } from './provider.js';
import type { ProviderSettings } from './settings.js';
import { checkedVectors } from './vectors.js';

/** What we use of `@huggingface/transformers`, which is installed by who wants it. */
interface Transformers {
  pipeline(task: 'feature-extraction', model: string): Promise<FeatureExtraction>;
}

type FeatureExtraction = (
  texts: string[],
  options: { pooling: 'mean'; normalize: true },
) => Promise<{ dims: readonly number[]; tolist(): unknown }>;

/** The package; a variable, so that nobody has to have it to build. */
const packageName = '@huggingface/transformers';
const defaultBatch = 16;

/** Embeddings computed in this process; nothing leaves the machine once the model is there. */
export class HuggingFaceEmbeddings implements EmbeddingProvider {
  readonly name = 'huggingface';
  readonly model: string;
  readonly batchSize: number;
  readonly #dimensions: number | undefined;
  readonly #load: () => Promise<unknown>;
  #pipeline: Promise<FeatureExtraction> | null = null;

  constructor(
    { model, batchSize = defaultBatch, dimensions }: ProviderSettings,
    load: () => Promise<unknown> = () => import(packageName),
  ) {
    this.model = model;
    this.batchSize = batchSize;
    this.#dimensions = dimensions;
    this.#load = load;
  }

  /** @throws AppError `MODEL_PACKAGE_MISSING`; ProviderFailure; the reason of the signal */
  async embed(
    texts: readonly string[],
    signal: AbortSignal,
  ): Promise<{ vectors: number[][]; usage: TokenUsage | null }> {
    signal.throwIfAborted();
    const extract = await untilAborted(this.#open(), signal);
    const tensor = await untilAborted(
      extract([...texts], { pooling: 'mean', normalize: true }).catch((cause: unknown) => {
        throw new ProviderFailure({ class: 'bad-request' }, { cause });
      }),
      signal,
    );
    const vectors = tensor.tolist();
    if (!isMatrix(vectors)) throw malformed();
    // It counts no tokens, and costs none.
    return { vectors: checkedVectors(vectors, texts.length, this.#dimensions), usage: null };
  }

  /** Opened once; after a failure the next call tries again. */
  #open(): Promise<FeatureExtraction> {
    this.#pipeline ??= this.#start().catch((error: unknown) => {
      this.#pipeline = null;
      throw error;
    });
    return this.#pipeline;
  }

  async #start(): Promise<FeatureExtraction> {
    const library = await this.#load().catch((cause: unknown) => {
      throw new AppError('MODEL_PACKAGE_MISSING', { package: packageName }, { cause, retryable: false });
    });
    try {
      return await (library as Transformers).pipeline('feature-extraction', this.model);
    } catch (cause) {
      // The model could not be fetched or read.
      throw new ProviderFailure({ class: 'connection' }, { cause });
    }
  }
}

/** The work itself cannot be stopped: it is left to itself when the signal comes first. */
async function untilAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

const isMatrix = (value: unknown): value is number[][] =>
  Array.isArray(value) &&
  value.every((row) => Array.isArray(row) && row.every((number) => typeof number === 'number'));
