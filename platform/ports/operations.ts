/* Operations that are registered, executed as an actor, and managed by a tenant. */
import type { OperationInfo, OperationTool, RequestContext } from 'tributary/sdk';

/** Executes a persisted operation as an actor: in-process, or over HTTP to `GATEWAY_URL`. */
export interface Operations {
  execute(
    context: RequestContext,
    operation: string,
    variables: Record<string, unknown>,
  ): Promise<{ data: unknown; errors: { message: string; code: string }[] }>;
  /** What the tenant's operation of that name or hash is; null when there is none. */
  describe(context: RequestContext, operation: string): Promise<OperationInfo | null>;
  /** What the gateway would refuse this document for: the present graph, its limits. Null when it would not. */
  check(context: RequestContext, document: string): Promise<OperationProblem | null>;
  /** Those marked `@tool` that the actor may call; see `OperationsService.tools`. */
  tools(context: RequestContext): Promise<OperationTool[]>;
}

/** Why an operation cannot be served, by the code that a caller of it would get. */
export interface OperationProblem {
  readonly code: string;
  readonly message: string;
}

/** A registered operation as its tenant sees it. */
export interface PersistedOperation {
  readonly name: string;
  readonly hash: string;
  readonly document: string;
  readonly tool: { readonly description: string; readonly mutation: boolean } | null;
  readonly source: 'FILE' | 'MUTATION';
  /** Calls of this tenant in the last seven days. */
  readonly uses: number;
  /** The day of the newest, such as `2027-01-31`; null when it was not called in the time that is kept. */
  readonly lastUsedOn: string | null;
  /** Who registered it and when; null for one from a file. */
  readonly registeredBy: string | null;
  readonly registeredAt: Date | null;
}

/** The registered operations of a tenant and those of the system. All need the permission `operations:manage`. */
export interface PersistedOperations {
  /** All that the tenant may call, by name. */
  list(context: RequestContext): Promise<readonly PersistedOperation[]>;
  /**
   * Registers a document for the tenant. The same document again changes nothing but `@tool`.
   * @throws AppError `BAD_USER_INPUT` when the gateway would not serve it, `CONFLICT` when its name or key is taken.
   */
  register(
    context: RequestContext,
    document: string,
    idempotencyKey: string | null,
  ): Promise<PersistedOperation>;
  /** @throws AppError `NOT_FOUND`, `CONFLICT` for one from a file. */
  remove(context: RequestContext, hash: string): Promise<PersistedOperation>;
}
