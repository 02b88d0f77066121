/** `#platform/identity`: who a caller is, and the projection of principals that `accounts` keeps. */
export { hashApiKey, newApiKey } from './api-key.js';
export { currentContext } from './current-context.js';
export { developmentToken } from './development-token.js';
export { createIdentity, type IdentityParts } from './identity.js';
export { migrations } from './migrations.js';
export { principals } from './principals.js';
