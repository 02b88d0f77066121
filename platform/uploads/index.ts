export { uploadMigrations } from './migrations.js';
export { uploadEraser, uploadRetention } from './retention.js';
export type { UploadReceiver, UploadsOptions } from './upload-receiver.js';
export { createUploads, type UploadsPart } from './uploads.js';
