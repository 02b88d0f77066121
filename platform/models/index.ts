/** `#platform/models`: the model layer. LangChain is imported on the first call to a provider. */
export * from './port.js';
