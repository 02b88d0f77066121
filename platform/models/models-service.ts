import { type ModelRequest, type ModelsService, z } from 'tributary/sdk';
import { type RenderedMessage, renderMessages } from '#platform/plugin-host';
import type { AssembledPrompt } from './context/assembled-prompt.js';
import { templateOf, withCanary, withoutCanary } from './context/canary-lines.js';
import { callHidden, hidden } from './context/hidden-data.js';
import { PromptFitter } from './context/prompt-fitter.js';
import { type CallRequest, defaultAlias, type ModelCaller, type ModelChain } from './port.js';
import { AnswerForm } from './structured/answer-form.js';
import { askObject } from './structured/ask-object.js';
import { messagesOf, turnOf } from './tool-turn.js';

type Chain = Pick<ModelChain, 'callModel'>;

const promptSettings = z.looseObject({
  alias: z.string().default(defaultAlias),
  maxOutputTokens: z.number().optional(),
  temperature: z.number().optional(),
  seed: z.number().optional(),
});

/** The service `models` of one run: prompts to answers, by whatever stands behind their aliases. */
export function modelsService(caller: ModelCaller, chain: Chain): ModelsService {
  /** `whole` when nobody sees it grow: then an answer that breaks off is asked for again. */
  async function* objectOf<Schema extends z.ZodType>(
    { schema, ...asked }: ModelRequest & { schema: Schema },
    whole: boolean,
  ) {
    const form = new AnswerForm(schema);
    const request = await prepare(caller, asked, form);
    const call = (again: CallRequest) => callHidden(chain, { ...again, whole }, caller);
    const denied = (tool: string) => caller.toolDenied?.(tool);
    return yield* askObject({ form, request, prompt: asked.prompt, call, denied });
  }
  return {
    async *stream(asked) {
      const request = await prepare(caller, asked, null);
      // Whatever it calls it was told to by a text that it read: it is offered nothing.
      yield* turnOf(callHidden(chain, request, caller), { tools: [], caller });
    },
    async *turn({ tools, exchange = [], ...asked }) {
      const request = await prepare(caller, asked, null);
      const withTools = { ...request, tools, followedBy: messagesOf(exchange) };
      return yield* turnOf(callHidden(chain, withTools, caller), { tools, caller });
    },
    streamObject: (asked) => objectOf(asked, false),
    async complete(asked) {
      const parts = objectOf(asked, true);
      for (;;) {
        const next = await parts.next();
        if (next.done) return next.value;
      }
    },
  };
}

/** Renders the prompt; it is fitted into each target that is asked, which is said to the trace, and to the caller if it answers. */
async function prepare(
  caller: ModelCaller,
  asked: ModelRequest,
  form: AnswerForm<z.ZodType> | null,
): Promise<CallRequest> {
  const version = await caller.prompt(asked.prompt);
  const { alias: own, temperature, seed: ownSeed, ...settings } = promptSettings.parse(version.settings);
  const seed = caller.seed ?? ownSeed;
  const promptVersion = `${version.prompt}@${version.version}`;
  const wanted = asked.maxOutputTokens ?? settings.maxOutputTokens ?? caller.maxOutputTokens;
  const plain = guarded(caller, hidden(caller, renderMessages(version, asked.variables)));
  // For targets that do not take a schema it stands in words.
  const inWords = form ? instructed(form, plain) : plain;
  const messages = new PromptFitter({
    promptVersion,
    rendered: ({ structured }) => (structured === 'schema' ? plain : inWords),
    bytes: bytesOf(plain),
    made: (prompt) => trace(caller, prompt),
    answered: (prompt) => caller.assembled?.(prompt),
  });
  return {
    alias: caller.alias ?? asked.alias ?? own,
    promptVersion,
    messages,
    maxOutputTokens: Math.max(1, Math.min(Math.floor(wanted), caller.maxOutputTokens)),
    ...(temperature === undefined ? {} : { temperature }),
    ...(seed === undefined ? {} : { seed }),
    schema: form ? { name: nameOfSchema(asked.prompt), schema: form.jsonSchema } : null,
  };
}

/** With what tells a leak of its instructions, if the caller looks for one. */
function guarded({ secret }: ModelCaller, plain: RenderedMessage[]): RenderedMessage[] {
  if (!secret) return plain;
  secret.given(templateOf(plain));
  return withCanary(plain, secret.canary);
}

function bytesOf(rendered: readonly RenderedMessage[]): number {
  const segments = rendered.flatMap((message) => message.segments);
  return segments.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
}

/** The prompt with what the answer has to look like. One system message leads: some chat templates take no second one. */
function instructed(form: AnswerForm<z.ZodType>, plain: readonly RenderedMessage[]): RenderedMessage[] {
  const fixed = { source: 'system', id: null, priority: Infinity, keep: 'whole' } as const;
  const [first, ...rest] = plain;
  if (first?.role !== 'system') {
    return [{ role: 'system', segments: [{ ...fixed, text: form.instruction }] }, ...plain];
  }
  const instruction = { ...fixed, text: `${form.instruction}\n\n` };
  return [{ ...first, segments: [instruction, ...first.segments] }, ...rest];
}

function trace(caller: ModelCaller, prompt: AssembledPrompt): void {
  const truncatedTokens = prompt.truncated.reduce((sum, { tokens }) => sum + tokens, 0);
  const span = caller.span.begin('prompt', prompt.promptVersion, {
    promptVersion: prompt.promptVersion,
    truncatedTokens,
  });
  span.content('messages', caller.secret ? withoutCanary(prompt.messages) : prompt.messages);
  span.content('provenance', prompt.spans);
  span.content('truncated', prompt.truncated);
  span.end();
}

/** Providers allow letters, digits and few other characters. */
function nameOfSchema(prompt: string): string {
  return prompt.replace(/[^\w-]/g, '_').slice(0, 60) || 'answer';
}
