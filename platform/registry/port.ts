/** An operation registered from a file, addressed by the hash of its text. */
export interface RegisteredOperation {
  /** Unique in the system. */
  readonly name: string;
  /** SHA-256 in hex of the printed document without `@tool`. */
  readonly hash: string;
  readonly document: string;
  /** When it is a tool: what it does, and whether it may change something. */
  readonly tool: { readonly description: string; readonly mutation: boolean } | null;
}

/** The operations that may be called by hash, and what is really asked for. */
export interface OperationRegistry {
  byHash(hash: string): RegisteredOperation | null;
  byName(name: string): RegisteredOperation | null;
  all(): readonly RegisteredOperation[];
  /** Remembers that these fields were asked for; no tenant, no arguments. */
  used(operation: { hash: string; coordinates: readonly string[] }): void;
}
