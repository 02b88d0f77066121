/** `#platform/models`: the model layer. LangChain is imported on the first call to a provider. */

export { dollars, nanoOf, unitsOf } from './amounts.js';
export { readModels } from './configuration/read-models.js';
export type { AssembledPrompt, PromptSpan, TruncatedPart } from './context/assembled-prompt.js';
export { estimateTokens } from './context/estimate-tokens.js';
export { embeddingEraser, embeddingMigrations, storedVectors } from './embeddings/stored-vectors.js';
export type { EmbeddingBills, Payer } from './embeddings/target.js';
export { openModels } from './open-models.js';
export * from './port.js';
export { costAtMost, costOf } from './pricing.js';
