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
  const hide = (text: string) => pseudonyms.hide(text);
  const followedBy = request.followedBy?.map(({ toolCalls, ...one }) => ({
    ...one,
    content: hide(one.content),
    ...(toolCalls && {
      toolCalls: toolCalls.map((call) => ({ ...call, arguments: eachText(call.arguments, hide) })),
    }),
  }));
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
      yield next.value.type === 'tool-call' ? opened(next.value, pseudonyms) : next.value;
    }
  } finally {
    // Also when the reader leaves: the call ends and is billed by what came.
    await parts.return(undefined as never);
  }
}

type ToolCallPart = Extract<CallPart, { type: 'tool-call' }>;

/** What a model asks a tool for has the data again, too: the tool knows no placeholders. */
function opened(call: ToolCallPart, { open }: NonNullable<ModelCaller['pseudonyms']>): ToolCallPart {
  const restore = (text: string) => {
    const stream = open();
    return stream.push(text) + stream.end();
  };
  return { ...call, arguments: eachText(call.arguments, restore) };
}

/** A value with each of its texts changed. */
function eachText(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => eachText(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, eachText(item, change)]));
}
