/** `tributary/client`: operations, uploads, and streams that resume by cursor. Runs in browsers and Node 22 or newer. */
export { type Client, type ClientOptions, createClient } from './client.js';
export { ClientError } from './client-error.js';
export { type Operation, operation, registeredOperation } from './operation.js';
export type { ResumeOptions, RunEventData } from './run-stream.js';
export { appendToText, noText, type RunText } from './run-text.js';
export type { UploadedDocument, UploadRequest } from './upload.js';
