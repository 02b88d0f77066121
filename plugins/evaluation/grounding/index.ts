import { answerOf } from 'tributary/sdk';
import { checkClaims } from './check-claims.js';

export { checkClaims } from './check-claims.js';
export { faithful } from './faithful.js';

/** The resolvers of `groundingMutations`. */
export const groundingMutations = { checkClaims: answerOf(checkClaims, 'CheckedClaims') };
