/** A provider of models for tests: a server that speaks their protocols, and misbehaves on command. */
export type { Answer, AnswerPart, AnswerUsage } from './answer.js';
export { answerWith, type Refusal, refuse, say, sayAll, sayEvery, sayRestAfter } from './behaviours.js';
export { type ChaosProvider, type SeenRequest, startChaosProvider } from './chaos-provider.js';
export { embed, vectorOf } from './embeddings.js';
export type { Behaviour, ChatBody, ErrorKind, Exchange } from './exchange.js';
export {
  badUtf8,
  breakAfter,
  drip,
  duplicated,
  endless,
  errorUnder200,
  halfJson,
  hangAfter,
  htmlPage,
  hugeChunk,
  resetAfter,
  splitCharacters,
  withoutEndMark,
} from './faults.js';
export { type FullPort, startFullPort } from './full-port.js';
export { unhurried } from './unhurried.js';
