/** Answers at once. */
export const shortModel = 'short';
export const shortParts = ['Rivers ', 'flow ', 'to ', 'the ', 'sea.'];

/** Answers with so many parts, a pause before each. */
export const pacedModel = 'paced';
export const pacedParts = 100;
export const pauseMs = 5;
