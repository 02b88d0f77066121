declare const types: unique symbol;

/** A GraphQL document as a string that knows the types of its data and variables. */
export type Operation<Data = unknown, Variables = Record<string, unknown>> = string & {
  readonly [types]?: (variables: Variables) => Data;
};

/** Types a document of one's own. */
export function operation<Data, Variables = Record<string, unknown>>(
  text: string,
): Operation<Data, Variables> {
  return text;
}

const prefix = 'sha256:';

/**
 * A registered operation by its hash: its document is not sent, and in the locked profile nothing else is accepted.
 * @param hash SHA-256 in hex, as `registerOperation` gives it and `tributary operations list` shows it.
 */
export function registeredOperation<Data, Variables = Record<string, unknown>>(
  hash: string,
): Operation<Data, Variables> {
  return `${prefix}${hash}`;
}

/** What is sent for an operation, over whichever transport. */
export interface OperationPayload {
  /** Empty beside a hash. */
  query: string;
  variables: Record<string, unknown>;
  extensions?: { persistedQuery: { version: 1; sha256Hash: string } };
}

export function payloadOf({ query, variables }: { query: string; variables: unknown }): OperationPayload {
  const given = (variables ?? {}) as Record<string, unknown>;
  if (!query.startsWith(prefix)) return { query, variables: given };
  const sha256Hash = query.slice(prefix.length);
  return { query: '', variables: given, extensions: { persistedQuery: { version: 1, sha256Hash } } };
}
