/** `#platform/errors`: how a thrown value is shown to a caller. */
export { findAppError, type PublicExtensions, toPublicError, trustedError } from './public-error.js';
