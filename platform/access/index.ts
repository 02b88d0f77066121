/** `#platform/access`: what one may do (permissions) and what one may read (access lists). */
export { createAccess } from './access.js';
export { authorize, isAuthorized } from './authorize.js';
export { accessEraser } from './eraser.js';
export { accessMigrations } from './migrations.js';
export { isPermission, type Permission } from './permissions.js';
export { readableClause } from './readable-clause.js';
