import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { AppError, z } from 'tributary/sdk';
import type { CapabilityLookup, LoadedCapability } from './catalogue.js';

const namesDocuments = z.looseObject({
  documentId: z.uuid().optional().catch(undefined),
  documentIds: z.array(z.uuid()).optional().catch(undefined),
});

/** A capability with arguments that fit it. */
export interface ParsedInput {
  capability: LoadedCapability;
  input: unknown;
  /** The documents that the input names. */
  documentIds: string[];
}

/**
 * Finds the capability and checks the arguments.
 * @throws AppError `CAPABILITY_NOT_FOUND`, `BAD_USER_INPUT`
 */
export function parseInput(capabilities: CapabilityLookup, id: string, input: unknown): ParsedInput {
  const capability = capabilities.capability(id);
  if (!capability) throw new AppError('CAPABILITY_NOT_FOUND', { capability: id });
  if (!isStorable(input)) {
    throw new AppError('BAD_USER_INPUT', {
      reason: 'arguments: a text holds a null character or half a pair',
    });
  }
  const parsed = capability.definition.input.safeParse(input);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = ['arguments', ...(issue?.path ?? [])].join('.');
    throw new AppError('BAD_USER_INPUT', { reason: `${where}: ${issue?.message}` });
  }
  return { capability, input: parsed.data, documentIds: documentsOf(capability, parsed.data) };
}

/** What Postgres cannot keep in JSON cannot be an argument. */
function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0');
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, item]) => isStorable(key) && isStorable(item));
}

function documentsOf({ definition }: LoadedCapability, input: unknown): string[] {
  if (definition.documentsOf) return [...new Set(definition.documentsOf(input))];
  const named = namesDocuments.safeParse(input);
  if (!named.success) return [];
  const { documentId, documentIds = [] } = named.data;
  return [...new Set([...(documentId ? [documentId] : []), ...documentIds])];
}

/** SHA-256 over canonical JSON (RFC 8785): equal inputs have equal hashes, whatever the order of their keys. */
export function inputHash(value: unknown): string {
  return createHash('sha256')
    .update(canonicalize(value) ?? 'null')
    .digest('hex');
}
