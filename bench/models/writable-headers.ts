/*
 * Loaded before the gateway of @portkey-ai/gateway 1.15: it adds headers to streams that it passes on, which fail with
 * `immutable` under @hono/node-server 1.19, since that hands out the headers of `fetch` itself. With a copy they can be
 * written; it costs a few microseconds a call.
 */
const send = globalThis.fetch;
const NativeResponse = globalThis.Response;

globalThis.fetch = async (...request: Parameters<typeof fetch>) => {
  const { body, status, statusText, headers } = await send(...request);
  return new NativeResponse(body, { status, statusText, headers: new Headers(headers) });
};
