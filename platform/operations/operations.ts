import { Kind, OperationTypeNode, parse } from 'graphql';
import { AppError, type OperationInfo, type OperationTool, type RequestContext } from 'tributary/sdk';
import type { OperationProblem, Operations } from '#platform';
import { isAuthorized } from '#platform/access';
import type { OperationRegistry, RegisteredOperation } from '#platform/registry';
import { postCheck, postOperation, postTools, type RemoteGateway } from './remote.js';

/** What a gateway answers. */
export interface OperationAnswer {
  data?: unknown;
  errors?: readonly { message: string; extensions?: Record<string, unknown> }[];
}

/** A gateway in this process; the composition root binds it after the gateway has started. */
export interface LocalGateway {
  execute(
    context: RequestContext,
    request: { hash: string; query: string; variables: Record<string, unknown> },
  ): Promise<OperationAnswer>;
  check(document: string): OperationProblem | null;
  tools(tenant: string): Promise<OperationTool[]>;
}

export interface OperationsParts {
  registry: Pick<OperationRegistry, 'byName' | 'byHash'>;
  /** Where the gateway is when it is not in this process. */
  remote: RemoteGateway | null;
}

export interface BindableOperations extends Operations {
  bind(gateway: LocalGateway): void;
}

/**
 * Executes registered operations, named or by hash, with the actor's rights, and has new ones checked. Errors of the operation are returned;
 * `OPERATION_NOT_FOUND`, `UNAVAILABLE` and what the gateway refuses are thrown.
 */
export function createOperations({ registry, remote }: OperationsParts): BindableOperations {
  let local: LocalGateway | null = null;
  return {
    bind(gateway) {
      local = gateway;
    },

    async execute(context, operation, variables) {
      const registered = await find(registry, context.tenant, operation);
      if (!registered) throw new AppError('OPERATION_NOT_FOUND', { operation });
      const answer = await ask(local, remote, context, registered, variables);
      return { data: answer.data ?? null, errors: (answer.errors ?? []).map(codedOf) };
    },

    async describe({ tenant }, operation) {
      const registered = await find(registry, tenant, operation);
      return registered && describe(registered);
    },

    async check(context, document) {
      if (local) return local.check(document);
      if (remote) return postCheck(remote, context, document);
      throw new AppError('UNAVAILABLE', { thing: 'The gateway' });
    },

    async tools(context) {
      if (!isAuthorized(context, 'operations:execute')) return [];
      if (local) return local.tools(context.tenant);
      if (remote) return postTools(remote, context);
      throw new AppError('UNAVAILABLE', { thing: 'The gateway' });
    },
  };
}

const hash = /^[0-9a-f]{64}$/;

function describe({ name, hash, document }: RegisteredOperation): OperationInfo {
  const [definition] = parse(document, { noLocation: true }).definitions.filter(
    (one) => one.kind === Kind.OPERATION_DEFINITION,
  );
  const variables = definition?.variableDefinitions?.map(({ variable }) => variable.name.value) ?? [];
  return { name, hash, mutation: definition?.operation === OperationTypeNode.MUTATION, variables };
}

function find(
  registry: OperationsParts['registry'],
  tenant: string,
  operation: string,
): Promise<RegisteredOperation | null> {
  return hash.test(operation) ? registry.byHash(tenant, operation) : registry.byName(tenant, operation);
}

function ask(
  local: LocalGateway | null,
  remote: RemoteGateway | null,
  context: RequestContext,
  { hash, document }: RegisteredOperation,
  variables: Record<string, unknown>,
): Promise<OperationAnswer> {
  const request = { hash, query: document, variables };
  if (local) return local.execute(context, request);
  if (remote) return postOperation(remote, context, request);
  throw new AppError('UNAVAILABLE', { thing: 'The gateway' });
}

function codedOf({ message, extensions }: { message: string; extensions?: Record<string, unknown> }) {
  return { message, code: typeof extensions?.code === 'string' ? extensions.code : 'INTERNAL' };
}
