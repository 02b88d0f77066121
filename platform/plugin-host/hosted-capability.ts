import { type AnyCapability, AppError, z } from 'tributary/sdk';
import type { CapabilityDescription, HostedCapability } from '#platform';

const namesDocuments = z.looseObject({
  documentId: z.uuid().optional().catch(undefined),
  documentIds: z.array(z.uuid()).optional().catch(undefined),
});
const aboutDocument = z.looseObject({ documentId: z.uuid().nullish() });

/** A capability whose code is in this thread: its schemas are used as they are. */
export function hostCapability(definition: AnyCapability): HostedCapability {
  const { input, output, model, builtIn, inputOf } = definition;
  const engines = {
    ...(model && { model: model.bind(definition) }),
    ...(builtIn && { builtIn: builtIn.bind(definition) }),
  };
  return {
    ...engines,
    description: describeCapability(definition),
    async parseInput(given) {
      const parsed = input.safeParse(given);
      if (!parsed.success) {
        const [issue] = parsed.error.issues;
        const where = ['arguments', ...(issue?.path ?? [])].join('.');
        throw new AppError('BAD_USER_INPUT', { reason: `${where}: ${issue?.message}` });
      }
      return { input: parsed.data, documentIds: documentsOf(definition, parsed.data) };
    },
    async parseOutput(given) {
      const parsed = output.safeParse(given);
      if (parsed.success) return parsed.data;
      throw new AppError('OUTPUT_SCHEMA', { capability: definition.id }, { cause: parsed.error });
    },
    eventInput: async (payload) =>
      inputOf
        ? inputOf.call(definition, payload)
        : { documentId: aboutDocument.parse(payload).documentId ?? null },
  };
}

/** What a capability is, as plain data. Its JSON Schemas are made when somebody asks for them. */
function describeCapability(definition: AnyCapability): CapabilityDescription {
  const { id, description, needs, publish, inspects, grounded, ownerOnly, fallback } = definition;
  const { semanticCache, maxOutputTokens, on, model, builtIn } = definition;
  return {
    id,
    description,
    needs,
    ...(publish !== undefined && { publish }),
    ...(inspects !== undefined && { inspects }),
    ...(grounded !== undefined && { grounded }),
    ...(ownerOnly !== undefined && { ownerOnly }),
    ...(fallback !== undefined && { fallback }),
    ...(semanticCache !== undefined && { semanticCache }),
    ...(maxOutputTokens !== undefined && { maxOutputTokens }),
    ...(on !== undefined && { on }),
    engines: [...(model ? ['MODEL' as const] : []), ...(builtIn ? ['BUILT_IN' as const] : [])],
    get input() {
      return z.toJSONSchema(definition.input, { io: 'input', unrepresentable: 'any' });
    },
    get output() {
      return z.toJSONSchema(definition.output, { unrepresentable: 'any' });
    },
  };
}

function documentsOf(definition: AnyCapability, input: unknown): string[] {
  if (definition.documentsOf) return [...new Set(definition.documentsOf(input))];
  const named = namesDocuments.safeParse(input);
  if (!named.success) return [];
  const { documentId, documentIds = [] } = named.data;
  return [...new Set([...(documentId ? [documentId] : []), ...documentIds])];
}
