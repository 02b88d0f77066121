import { AppError, type OperationTool, z } from 'tributary/sdk';
import { idsIn } from '../approvals/approval.js';
import { type AssistantTool, contentOf, type ToolServices } from './tool.js';

const keyName = 'idempotencyKey';
/** Documents of one answer that are looked up, so that the run knows what it was made from. */
const mostDocuments = 100;

const objectShape = z.looseObject({
  properties: z.record(z.string(), z.unknown()).default({}),
  required: z.array(z.string()).default([]),
});
const failureShape = z.looseObject({ code: z.string(), message: z.string() });
const failureTypes: ReadonlySet<unknown> = new Set(['InvalidInput', 'NotFound', 'Forbidden', 'Conflict']);

/** A registered operation as a tool. Its key for repeated calls is ours, and no model sees it. */
export function operationTool(operation: OperationTool): AssistantTool {
  const { name, hash, description, mutation, parameters } = operation;
  const place = keyPlace(parameters);
  return {
    name,
    description,
    parameters: place === null ? parameters : withoutKey(parameters, place),
    mutation,
    version: hash,
    takesKey: place !== null,
    async call(given, services, { key }) {
      const variables = place === null ? given : withKey(given, place, key);
      const { data, errors } = await services.operations.execute(hash, variables);
      const [error] = errors;
      if (error) throw failed(error.code, error.message);
      const failure = failureIn(data);
      if (failure) throw failed(failure.code, failure.message);
      if (isNothing(data))
        throw failed('NOT_FOUND', 'There is nothing of that, or the caller may not see it.');
      await noteDocuments(data, services);
      return { data, content: contentOf(data) };
    },
  };
}

/** An answer of the graph that is no success, in its own words; its code is a word of the catalogue. */
const failed = (code: string, reason: string): AppError =>
  new AppError('TOOL_FAILED', { reason: `${code}: ${reason}`.slice(0, 500) });

/** What a call failed by, for people and models: the words of the graph, else our own. */
export function problemOf(error: AppError): string {
  const { reason } = error.details;
  return error.code === 'TOOL_FAILED' && typeof reason === 'string'
    ? reason
    : `${error.code}: ${error.message}`;
}

function failureIn(data: unknown): { code: string; message: string } | null {
  if (typeof data !== 'object' || data === null) return null;
  for (const outcome of Object.values(data)) {
    const failure = failureShape.safeParse(outcome);
    if (failure.success && failureTypes.has(failure.data.__typename)) return failure.data;
  }
  return null;
}

function isNothing(data: unknown): boolean {
  return typeof data !== 'object' || data === null || Object.values(data).every((value) => value === null);
}

/** The run is shown only to who may read what it was given, and is erased with it. */
async function noteDocuments(data: unknown, { documents }: ToolServices): Promise<void> {
  const ids = idsIn(data).slice(0, mostDocuments);
  if (ids.length > 0) await documents.summaries(ids);
}

/** Where the key of a mutation goes: a variable of its own, or a property of its one input. */
type KeyPlace = 'variable' | 'input';

function keyPlace(parameters: unknown): KeyPlace | null {
  const { properties } = objectShape.parse(parameters);
  if (keyName in properties) return 'variable';
  const input = objectShape.safeParse(properties.input);
  return input.success && keyName in input.data.properties ? 'input' : null;
}

function withKey(given: Record<string, unknown>, place: KeyPlace, key: string): Record<string, unknown> {
  if (place === 'variable') return { ...given, [keyName]: key };
  return { ...given, input: { ...(given.input as Record<string, unknown>), [keyName]: key } };
}

function withoutKey(parameters: unknown, place: KeyPlace): Record<string, unknown> {
  const whole = objectShape.parse(parameters);
  if (place === 'input') {
    const properties = { ...whole.properties, input: withoutKey(whole.properties.input, 'variable') };
    return { ...whole, properties };
  }
  const { [keyName]: _, ...properties } = whole.properties;
  return { ...whole, properties, required: whole.required.filter((name) => name !== keyName) };
}
