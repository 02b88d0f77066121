/** `#platform/graph`: what subgraphs are built with. */
export { type BuiltSubgraph, buildExecutable } from './build-executable.js';
export * from './build-subgraph.js';
export * from './connection.js';
export * from './context.js';
export type { Denial, RecordDenial } from './denials.js';
export * from './described-enum.js';
export * from './failures.js';
export * from './input-shapes.js';
export * from './plain-text.js';
export * from './scalars.js';
export * from './stand-ins.js';
