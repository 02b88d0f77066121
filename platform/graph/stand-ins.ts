import { GraphQLScalarType } from 'graphql';

/*
 * A shared type is defined once, in SDL (`tributary/sdk`). type-graphql wants a type object, so a scalar of the same
 * name stands in until `buildSubgraph` puts the shared definition in its place.
 */
const standIn = (name: string) => new GraphQLScalarType({ name });

export const AIResult = standIn('AIResult');
export const Evidence = standIn('Evidence');
export const Money = standIn('Money');
export const PageInfo = standIn('PageInfo');
export const ResultInfo = standIn('ResultInfo');
export const RunEvent = standIn('RunEvent');
export const Verdict = standIn('Verdict');
export const EngineKind = standIn('Engine');
export const RunPriorityKind = standIn('RunPriority');
export const RunPinInput = standIn('RunPinInput');

export const standIns: readonly GraphQLScalarType[] = [
  AIResult,
  Evidence,
  Money,
  PageInfo,
  ResultInfo,
  RunEvent,
  Verdict,
  EngineKind,
  RunPriorityKind,
  RunPinInput,
];
