/** `#platform/models`: the model layer. LangChain is imported on the first call to a provider. */

export type { AssembledPrompt, PromptSpan, TruncatedPart } from './context/assembled-prompt.js';
export { dollars, nanoOf, unitsOf } from './amounts.js';
export { openModels } from './open-models.js';
export * from './port.js';
