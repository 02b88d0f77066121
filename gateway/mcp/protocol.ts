import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import {
  CallToolRequestSchema,
  type CallToolResult,
  ErrorCode,
  type JSONRPCMessage,
  JSONRPCMessageSchema,
  ListToolsRequestSchema,
  McpError,
} from '@modelcontextprotocol/sdk/types.js';
import { AppError } from 'tributary/sdk';
import type { ToolOutcome } from './call-tool.js';
import type { Tool } from './tools.js';

/** What the protocol asks of us; the thrown value of either has to be public. */
export interface ProtocolHandlers {
  readonly requestId: string;
  list(): Promise<Tool[]>;
  call(name: string, args: Record<string, unknown>): Promise<ToolOutcome>;
  /** How a thrown value is told. */
  tell(thrown: unknown): { message: string; code: string };
}

const info = { name: 'tributary', title: 'Tributary', version: '0.1.0' };
const instructions =
  'Each tool is a GraphQL operation that was registered. The result has `data`, or `errors` with a code and a hint; what you may not read does not exist.';

/** Only questions to a client need one, and we ask none: the SDK's own would be made anew for every request. */
const jsonSchemaValidator = {
  getValidator(): never {
    throw new AppError('INTERNAL', { reason: 'a client was asked' });
  },
};

/** What a server of the protocol says, to one client and for one request. */
export interface Exchange {
  readonly response: Response;
  /** Tells a client that listens that there are other tools. */
  toolsChanged(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Answers one HTTP request of the protocol. No session is kept, so any process can answer the next one; a message is
 * answered as JSON, a GET with a stream of notices.
 */
export async function answer(
  request: Request,
  parsedBody: unknown,
  handlers: ProtocolHandlers,
): Promise<Exchange> {
  const server = serverOf(handlers);
  const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
  const send = transport.send.bind(transport);
  transport.send = (message, options) => send(withCode(message, handlers.requestId), options);
  await server.connect(transport);
  const response = await transport.handleRequest(request, { parsedBody });
  return {
    response,
    toolsChanged: () => server.sendToolListChanged(),
    close: () => server.close(),
  };
}

/** Whether this is one message of the protocol. */
export function isMessage(body: unknown): boolean {
  return JSONRPCMessageSchema.safeParse(body).success;
}

function serverOf({ requestId, list, call, tell }: ProtocolHandlers): Server {
  const capabilities = { tools: { listChanged: true } };
  const server = new Server(info, { capabilities, instructions, jsonSchemaValidator });
  const told = async <Result>(code: ErrorCode, work: () => Promise<Result>): Promise<Result> => {
    try {
      return await work();
    } catch (thrown) {
      const { message, ...data } = tell(thrown);
      throw new McpError(code, message, { ...data, requestId });
    }
  };
  server.setRequestHandler(ListToolsRequestSchema, () =>
    told(ErrorCode.InternalError, async () => ({ tools: await list() })),
  );
  server.setRequestHandler(CallToolRequestSchema, ({ params }) =>
    told(ErrorCode.InvalidParams, async () => resultOf(await call(params.name, params.arguments ?? {}))),
  );
  return server;
}

/** An error without data is the SDK's: a method that is not ours, or parameters that it cannot read. */
function withCode(message: JSONRPCMessage, requestId: string): JSONRPCMessage {
  if (!('error' in message) || message.error.data !== undefined) return message;
  const isUnknown = message.error.code === ErrorCode.MethodNotFound;
  const error = {
    code: isUnknown ? ErrorCode.MethodNotFound : ErrorCode.InvalidParams,
    message: isUnknown ? message.error.message : 'The parameters of the request are not valid',
    data: { code: 'BAD_USER_INPUT', requestId },
  };
  return { ...message, error };
}

/** As structured content, and as text for clients that know no other. */
function resultOf({ isError, answer: { data, errors } }: ToolOutcome): CallToolResult {
  const structuredContent = { ...(data !== undefined && { data }), ...(errors && { errors }) };
  return {
    content: [{ type: 'text', text: JSON.stringify(structuredContent) }],
    structuredContent,
    ...(isError && { isError }),
  };
}
