import type { ErrorShape } from 'tributary/sdk';
import type { EmbeddingSpace } from '#platform';
import type { IndexedDocument, MatchRequest, NearestRequest, SearchQuery, SimilarRequest } from './port.js';
import type { Change } from './tenants.js';

/** What a search thread is asked. `change`s that wait together are written in one transaction. */
export type Task =
  | { method: 'query'; query: SearchQuery }
  | { method: 'similar'; request: SimilarRequest }
  | { method: 'matches'; request: MatchRequest }
  | { method: 'count' }
  | { method: 'change'; change: Change }
  | { method: 'generations' }
  | { method: 'nearest'; request: NearestRequest }
  | { method: 'beginGeneration'; space?: EmbeddingSpace | undefined }
  | { method: 'fill'; generation: string; documents: readonly IndexedDocument[] }
  | { method: 'switchGeneration'; generation: string; keepPrevious?: boolean }
  | { method: 'rollBack' }
  | { method: 'dropGeneration'; generation: string }
  | { method: 'dropTenant' };

export type ToThread =
  | { type: 'task'; id: number; tenant: string; task: Task }
  | { type: 'cancel'; id: number }
  | { type: 'forget'; tenant: string }
  | { type: 'close' };

export type FromThread = { id: number; value: unknown } | { id: number; error: ErrorShape };
