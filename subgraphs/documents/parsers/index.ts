/** What the documents subgraph uses of its parsers. */
export type { ParseHint } from './hint.js';
export { ParsePool, type ParsePoolOptions } from './pool/parse-pool.js';
