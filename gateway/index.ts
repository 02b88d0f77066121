/** The one endpoint of the graph. */
export { type ExecuteRequest, type Gateway, type GatewayOptions, startGateway } from './gateway.js';
export type { PublicError, PublicResult } from './operation/public-result.js';
export type { GatewayParts, Health, UploadReceiver } from './ports.js';
export type { SubgraphEndpoint } from './subgraph/endpoint.js';
export { type Composition, compose, type SubgraphSource, type Supergraph } from './supergraph/compose.js';
export { type Composer, createComposer } from './supergraph/composer.js';
