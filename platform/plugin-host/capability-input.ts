import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { AppError, type RunVariant } from 'tributary/sdk';
import type { CapabilityLookup, LoadedCapability } from './catalogue.js';

/** A capability with arguments that fit it. */
export interface ParsedInput {
  capability: LoadedCapability;
  input: unknown;
  /** The documents that the input names. */
  documentIds: string[];
  /** What a trial tries. */
  variant?: RunVariant | null;
}

/**
 * Finds the capability (before it waits for anything) and checks the arguments.
 * @throws AppError `CAPABILITY_NOT_FOUND`, `BAD_USER_INPUT`
 */
export async function parseInput(
  capabilities: CapabilityLookup,
  id: string,
  input: unknown,
): Promise<ParsedInput> {
  const capability = capabilities.capability(id);
  if (!capability) throw new AppError('CAPABILITY_NOT_FOUND', { capability: id });
  if (!isStorable(input)) {
    throw new AppError('BAD_USER_INPUT', {
      reason: 'arguments: a text holds a null character or half a pair',
    });
  }
  return { capability, ...(await capability.hosted.parseInput(input)) };
}

/** What Postgres cannot keep in JSON cannot be an argument. */
function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0');
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, item]) => isStorable(key) && isStorable(item));
}

/** SHA-256 over canonical JSON (RFC 8785): equal inputs have equal hashes, whatever the order of their keys. */
export function inputHash(value: unknown): string {
  return createHash('sha256')
    .update(canonicalize(value) ?? 'null')
    .digest('hex');
}
