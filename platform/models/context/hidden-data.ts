import type { RenderedMessage } from '#platform/plugin-host';
import type { CallEnd, CallPart, CallRequest, ModelCaller, ModelChain } from '../port.js';

/** The prompt with placeholders for personal data in all that is not its template, if the caller hides them. */
export function hidden({ pseudonyms }: ModelCaller, messages: RenderedMessage[]): RenderedMessage[] {
  if (!pseudonyms) return messages;
  return messages.map(({ role, segments }) => ({
    role,
    segments: segments.map((segment) =>
      segment.source === 'system' ? segment : { ...segment, text: pseudonyms.hide(segment.text) },
    ),
  }));
}

/** A call whose answer has the data again where the model wrote placeholders. */
export async function* callHidden(
  chain: Pick<ModelChain, 'callModel'>,
  request: CallRequest,
  caller: ModelCaller,
): AsyncGenerator<CallPart, CallEnd> {
  const { pseudonyms } = caller;
  if (!pseudonyms) return yield* chain.callModel(request, caller);
  const followedBy = request.followedBy?.map((one) => ({ ...one, content: pseudonyms.hide(one.content) }));
  const parts = chain.callModel({ ...request, ...(followedBy && { followedBy }) }, caller);
  const restored = pseudonyms.open();
  try {
    for (;;) {
      const next = await parts.next();
      if (!next.done && next.value.type === 'text') {
        const text = restored.push(next.value.text);
        if (text !== '') yield { type: 'text', text };
        continue;
      }
      const rest = restored.end();
      if (rest !== '') yield { type: 'text', text: rest };
      if (next.done) return next.value;
      yield next.value;
    }
  } finally {
    // Also when the reader leaves: the call ends and is billed by what came.
    await parts.return(undefined as never);
  }
}
