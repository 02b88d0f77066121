/** Said when a screen stops what an engine says. */
export const blocked: unique symbol = Symbol('blocked');
