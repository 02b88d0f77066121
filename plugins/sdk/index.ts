/** `tributary/sdk`: what a plugin author imports. It stands on zod and graphql alone. */
export { z } from 'zod';
export * from './context.js';
export * from './define-capability.js';
export * from './define-plugin.js';
export * from './define-subgraph.js';
export * from './document-text.js';
export { catalogue, type ErrorCode } from './error-catalogue.js';
export * from './errors.js';
export * from './events/index.js';
export * from './manifest.js';
export * from './run-parts.js';
export type * from './services.js';
export { federationLink, sharedTypeDefs } from './shared-types.js';
export * from './steps.js';
export { withSharedTypes } from './with-shared-types.js';
