import { AppError } from 'tributary/sdk';
import { type CallScope, identityHeader, type RemoteAddress, type SentOperation } from './parts.js';
import { parseAnswer, type RemoteAnswer } from './remote-answer.js';

const callMs = 5000;
/** Of the time that is left: who waits for the plugin still has to be answered without it. */
const share = 0.8;
const answerBytes = 5_000_000;

/**
 * A query or mutation of a remote plugin over HTTP.
 * @throws AppError `PLUGIN_UNAVAILABLE`, `PLUGIN_TIMEOUT`, `PLUGIN_PART_INVALID`
 */
export async function callRemote(
  { plugin, url, http, identity }: RemoteAddress,
  operation: SentOperation,
  { request, signal }: CallScope,
): Promise<RemoteAnswer> {
  const body = Buffer.from(JSON.stringify(operation));
  const leftMs = Math.floor(share * (request.deadline - Date.now()));
  const timeout = AbortSignal.timeout(Math.max(1, Math.min(callMs, leftMs)));
  try {
    const response = await http.fetch({
      url,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json, application/json',
        [identityHeader]: await identity.sign({ plugin, context: request, body }),
        'x-request-id': request.requestId,
        traceparent: request.traceparent,
      },
      body,
      maxBytes: answerBytes,
      signal: AbortSignal.any([signal, timeout]),
    });
    if (response.status >= 500)
      throw new AppError('PLUGIN_UNAVAILABLE', { plugin, reason: `it answered ${response.status}` });
    return parseAnswer(plugin, response.body);
  } catch (cause) {
    if (signal.aborted) throw signal.reason;
    if (timeout.aborted) throw new AppError('PLUGIN_TIMEOUT', { plugin }, { cause });
    if (cause instanceof AppError && cause.code.startsWith('PLUGIN_')) throw cause;
    const isTooMuch = cause instanceof AppError && cause.code === 'HTTP_FAILED' && !cause.retryable;
    if (isTooMuch) {
      const reason = 'its answer is too large, or packed in an unknown way';
      throw new AppError('PLUGIN_PART_INVALID', { plugin, reason }, { cause });
    }
    throw new AppError('PLUGIN_UNAVAILABLE', { plugin, reason: 'it does not answer' }, { cause });
  }
}
