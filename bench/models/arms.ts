import { ChatOpenAI } from '@langchain/openai';
import { AppError } from 'tributary/sdk';
import { newCaller, openLayer } from '../model-caller.js';

/** One way to ask a model; calls back with each part as it comes. */
export interface Arm {
  readonly name: string;
  ask(model: string, part: (text: string) => void): Promise<void>;
}

const question = 'Tell me of rivers.';
const maxTokens = 100;

/** A request of the platform's `fetch`, and what has to be done with its events; straight, or through a gateway. */
export function bare(name: string, url: string, headers: Readonly<Record<string, string>> = {}): Arm {
  return {
    name,
    async ask(model, part) {
      const messages = [{ role: 'user', content: question }];
      const response = await fetch(`${url}/chat/completions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: 'Bearer key', ...headers },
        body: JSON.stringify({
          model,
          messages,
          max_tokens: maxTokens,
          stream: true,
          stream_options: { include_usage: true },
        }),
      });
      if (!response.ok) throw new AppError('UNAVAILABLE', { thing: `${name} (${response.status})` });
      let rest = '';
      for await (const text of (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
        const events = (rest + text).split('\n\n');
        rest = events.pop() ?? '';
        for (const event of events) tell(event.slice('data: '.length), part);
      }
    },
  };
}

function tell(data: string, part: (text: string) => void): void {
  if (data === '[DONE]') return;
  const { choices } = JSON.parse(data) as { choices: { delta: { content?: string } }[] };
  const text = choices[0]?.delta.content;
  if (text) part(text);
}

/** LangChain as its documents use it, with its retries off like ours. */
export function langChain(url: string): Arm {
  const models = new Map<string, ChatOpenAI>();
  const open = (model: string) => {
    const configuration = { baseURL: url };
    const opened = new ChatOpenAI({ model, apiKey: 'key', maxTokens, maxRetries: 0, configuration });
    models.set(model, opened);
    return opened;
  };
  return {
    name: 'bare LangChain',
    async ask(model, part) {
      const stream = await (models.get(model) ?? open(model)).stream(question);
      for await (const { content } of stream)
        if (typeof content === 'string' && content !== '') part(content);
    },
  };
}

/**
 * Our layer, whole: prompt, routing, breaker, limits and accounts. Nobody pays: what budgets cost in the database is not
 * in it.
 */
export async function chain(
  url: string,
  models: readonly string[],
): Promise<Arm & { close(): Promise<void> }> {
  const targets = models.map((model) => [model, { provider: 'openai', baseUrl: url, model }]);
  const aliases = models.map((model) => [model, model]);
  const [first] = models;
  const { layer, close } = await openLayer({
    targets: Object.fromEntries(targets),
    aliases: { ...Object.fromEntries(aliases), chat: first },
  });
  return {
    name: 'the chain',
    close,
    async ask(model, part) {
      const stream = layer.serve(newCaller()).stream({ prompt: 'bench', variables: {}, alias: model });
      for await (const text of stream) if (typeof text === 'string') part(text);
    },
  };
}
