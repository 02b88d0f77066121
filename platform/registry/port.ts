/** An operation that is registered, addressed by the hash of its text. */
export interface RegisteredOperation {
  /** Unique among those of the system, and among those of a tenant. */
  readonly name: string;
  /** SHA-256 in hex of the printed document without `@tool`. */
  readonly hash: string;
  readonly document: string;
  /** When it is a tool: what it does, and whether it may change something. */
  readonly tool: OperationTool | null;
  /** `FILE`: of the system, for every tenant. `MUTATION`: of the tenant that registered it. */
  readonly source: 'FILE' | 'MUTATION';
  /** The plugin that brings it. */
  readonly plugin: string | null;
}
export interface OperationTool {
  /** Empty: the description of the first field says it. */
  readonly description: string;
  readonly mutation: boolean;
}

/** The operations that may be called by hash, and what is really asked for. */
export interface OperationRegistry {
  /** One that this tenant may call. It is read from memory but for the first time, and after a change. */
  byHash(tenant: string, hash: string): Promise<RegisteredOperation | null>;
  /** By its name; a tenant's own never hides one of the system. */
  byName(tenant: string, name: string): Promise<RegisteredOperation | null>;
  /** All that this tenant may call, by name. */
  all(tenant: string): Promise<readonly RegisteredOperation[]>;
  /** Those of the system: from files, and of the plugins that are enabled. */
  shared(): readonly RegisteredOperation[];
  /** Remembers that these fields were asked for: of the fields no tenant, no arguments; of a registered one by tenant. */
  used(use: OperationUsed): void;
  /** Calls back when what may be called has changed, for one tenant or (null) for all. Returns how to stop. */
  onChange(listener: (tenant: string | null) => void): () => void;
}

export interface OperationUsed {
  readonly hash: string;
  readonly coordinates: readonly string[];
  /** Who called it, when it was called as a registered one. */
  readonly tenant: string | null;
}
