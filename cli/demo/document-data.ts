import type { FullDocumentData, WatchDocumentsData } from './operations/index.js';

export type WatchedDocument = WatchDocumentsData['documentChanged'];
export type FullDocument = NonNullable<FullDocumentData['document']>;
