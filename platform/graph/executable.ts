/** `#platform/graph/executable`: what a thread of a plugin needs of this room, without the classes of the core. */
export { type BuiltSubgraph, buildExecutable } from './build-executable.js';
export { createGraphContext, type GraphContext } from './context.js';
