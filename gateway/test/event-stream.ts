/** The events of an answer of type `text/event-stream`. */
export async function* readEvents(response: Response): AsyncGenerator<{ event: string; data: string }> {
  if (!response.body) return;
  let text = '';
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const parts = text.split('\n\n');
    text = parts.pop() ?? '';
    for (const part of parts) {
      const event = part.match(/^event: (.*)$/m)?.[1];
      if (event !== undefined) yield { event, data: part.match(/^data:(.*)$/m)?.[1]?.trim() ?? '' };
    }
  }
}

/** Starts an operation by server-sent events. */
export function openEvents(
  url: string,
  body: unknown,
  options: { token?: string; signal?: AbortSignal } = {},
): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      authorization: `Bearer ${options.token ?? 'token-a'}`,
    },
    body: JSON.stringify(body),
    signal: options.signal ?? null,
  });
}
