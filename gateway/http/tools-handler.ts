import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError, type OperationTool } from 'tributary/sdk';
import { authenticate, requestFacts } from '../caller.js';
import type { GatewayParts } from '../ports.js';
import { replyJson } from './reply.js';

export interface ToolsHandlerParts extends Pick<GatewayParts, 'config' | 'identity'> {
  /** The tools of a tenant. */
  toolsOf(tenant: string): Promise<OperationTool[]>;
}

/** `POST /operations/tools`: the caller's tools; asked by another process of ours, and by nobody else. */
export async function handleTools(
  { config, identity, toolsOf }: ToolsHandlerParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const facts = requestFacts(request.headers, config.limits.requestMs);
  const { authorization } = request.headers;
  if (request.method !== 'POST') throw new AppError('METHOD_NOT_ALLOWED');
  if (!/^sealed /i.test(authorization ?? '')) throw new AppError('NOT_FOUND', { thing: 'The page' });
  const { context } = await authenticate(identity, authorization, facts);
  const tools = await toolsOf(context.tenant);
  replyJson(response, 200, { tools }, { 'x-request-id': facts.requestId });
}
