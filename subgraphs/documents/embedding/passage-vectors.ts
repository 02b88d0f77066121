import { AppError, type RequestContext } from 'tributary/sdk';
import type {
  Database,
  Embedder,
  EmbeddingSpace,
  EmbedRequest,
  Logger,
  SearchIndex,
  Transaction,
} from '#platform';
import { storedVectors } from '#platform/models';
import type { IndexedVector } from '#platform/search';

/** Vectors of texts in one space, made but not kept yet. */
export interface MadeVectors {
  readonly space: EmbeddingSpace;
  readonly texts: readonly string[];
  readonly vectors: readonly (readonly number[])[];
}

type Asked = Pick<EmbedRequest, 'context' | 'signal' | 'purpose' | 'unhurried'>;

/** Makes the vectors that the generations of the index want, each text once a tenant and space. */
export class PassageVectors {
  constructor(
    private readonly parts: { database: Database; search: SearchIndex; log?: Logger },
    private readonly embedder: Embedder,
  ) {}

  /**
   * The spaces that passages are wanted in, as far as a model makes them: that of the current generation first, or,
   * where it has none yet, that of the configured model.
   */
  async spaces(context: RequestContext, signal: AbortSignal): Promise<EmbeddingSpace[]> {
    const { current, building, previous } = await this.parts.search.generations(context.tenant, signal);
    const first = current?.space ?? (await this.embedder.space({ context, signal }));
    const wanted = [first, building?.space, previous?.space].filter((space) => space != null);
    return wanted
      .filter((space, at) => wanted.findIndex((other) => isSameSpace(space, other)) === at)
      .filter((space) => this.embedder.serves(space));
  }

  /** The vectors of the texts in all of the spaces. Only the first space must work: the others are filled in later. */
  async makeAll(
    spaces: readonly EmbeddingSpace[],
    texts: readonly string[],
    asked: Asked,
  ): Promise<MadeVectors[]> {
    const made = await Promise.all(
      spaces.map(async (space, at) => {
        try {
          return await this.make(space, texts, asked);
        } catch (error) {
          if (at === 0 || asked.signal.aborted || !(error instanceof AppError)) throw error;
          const { code } = error;
          this.parts.log?.warn({ model: space.model, code }, 'An earlier or coming model made no vectors');
          return null;
        }
      }),
    );
    return made.filter((vectors) => vectors !== null);
  }

  async make(space: EmbeddingSpace, texts: readonly string[], asked: Asked): Promise<MadeVectors> {
    const { tenant } = asked.context;
    const unique = [...new Set(texts)];
    const known = await this.parts.database.tenant(tenant, (tx) => storedVectors.find(tx, space, unique), {
      signal: asked.signal,
    });
    const missing = unique.filter((_, at) => known[at] === null);
    const made = await this.embedder.embed(missing, { ...asked, space });
    const fresh = new Map(missing.map((text, at) => [text, made[at] ?? []]));
    return { space, texts: unique, vectors: unique.map((text, at) => known[at] ?? fresh.get(text) ?? []) };
  }
}

/** Keeps what of the made vectors is of this document's texts. The transaction holds the document. */
export async function keepVectors(
  tx: Transaction,
  documentId: string,
  texts: readonly string[],
  made: readonly MadeVectors[],
): Promise<void> {
  for (const { space, texts: all, vectors } of made) {
    const byText = new Map(all.map((text, at) => [text, vectors[at] ?? []]));
    const own = [...new Set(texts)].filter((text) => byText.get(text)?.length === space.dimensions);
    const ofOwn = own.map((text) => byText.get(text) ?? []);
    await storedVectors.keep(tx, documentId, space, own, ofOwn);
  }
}

/** The stored vectors of the texts, in the order of the spaces. */
export async function vectorsOf(
  tx: Transaction,
  spaces: readonly EmbeddingSpace[],
  texts: readonly string[],
): Promise<IndexedVector[][]> {
  const byText: IndexedVector[][] = texts.map(() => []);
  for (const space of spaces) {
    const found = await storedVectors.find(tx, space, texts);
    for (const [at, values] of found.entries()) if (values) byText[at]?.push({ model: space.model, values });
  }
  return byText;
}

export const isSameSpace = (one: EmbeddingSpace, other: EmbeddingSpace) =>
  one.model === other.model && one.dimensions === other.dimensions;
