/** `#platform/models/embeddings`: vectors of texts, made in batches and kept with the documents that they belong to. */
export { embedAlias, openEmbedder } from './open-embedder.js';
export { embeddingEraser, embeddingMigrations, storedVectors } from './stored-vectors.js';
export type { EmbeddingBills, EmbeddingTarget, Payer } from './target.js';
