import { AppError, type EnginePart, type ModelRequest, type ModelsService, z } from 'tributary/sdk';
import type { PromptVersion } from '#platform';
import { type RenderedMessage, renderMessages } from '#platform/plugin-host';
import { aboutTokens } from './chain/tokens.js';
import { assemblePrompt } from './context/assemble-prompt.js';
import type { AssembledPrompt } from './context/assembled-prompt.js';
import {
  type CallEnd,
  type CallPart,
  type CallRequest,
  defaultAlias,
  type ModelCaller,
  type ModelChain,
  type TargetInfo,
} from './port.js';
import { AnswerForm } from './structured/answer-form.js';
import { askObject } from './structured/ask-object.js';

type Chain = Pick<ModelChain, 'callModel' | 'targets'>;

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
    const request = await prepare(caller, chain, asked, form);
    const call = (again: CallRequest) => chain.callModel({ ...again, whole }, caller);
    return yield* askObject({ form, request, prompt: asked.prompt, call });
  }
  return {
    async *stream(asked) {
      const request = await prepare(caller, chain, asked, null);
      yield* textOf(chain.callModel(request, caller), caller);
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

async function* textOf(
  parts: AsyncGenerator<CallPart, CallEnd>,
  caller: ModelCaller,
): AsyncGenerator<EnginePart, void> {
  try {
    for (;;) {
      const next = await parts.next();
      if (next.done) {
        if (next.value.finishReason === 'length') caller.cutOff?.();
        return;
      }
      if (next.value.type === 'text') yield next.value.text;
      else if (next.value.type === 'resumed') yield { type: 'TextResumed', target: next.value.target };
    }
  } finally {
    // Also when the reader leaves: the call ends and is billed by what came.
    await parts.return(undefined as never);
  }
}

/** Renders the prompt, fits it into the first target that would be asked, and says so to the caller and the trace. */
async function prepare(
  caller: ModelCaller,
  chain: Chain,
  asked: ModelRequest,
  form: AnswerForm<z.ZodType> | null,
): Promise<CallRequest> {
  const version = await caller.prompt(asked.prompt);
  const { alias: own, temperature, seed, ...settings } = promptSettings.parse(version.settings);
  const alias = asked.alias ?? own;
  const rendered = renderMessages(version, asked.variables);
  const scope = { tenant: caller.context.tenant, capability: caller.capability };
  const targets = chain.targets(alias, scope, sizeOf(rendered));
  const wanted = asked.maxOutputTokens ?? settings.maxOutputTokens ?? caller.maxOutputTokens;
  const maxOutputTokens = clamp(Math.min(wanted, caller.maxOutputTokens), targets[0]);
  const instructed = form && needsWords(targets) ? [instruction(form), ...rendered] : rendered;
  const prompt = assemble(version, instructed, targets, maxOutputTokens);
  note(caller, prompt);
  return {
    alias,
    promptVersion: prompt.promptVersion,
    messages: prompt.messages,
    maxOutputTokens,
    ...(temperature === undefined ? {} : { temperature }),
    ...(seed === undefined ? {} : { seed }),
    schema: form ? { name: nameOfSchema(asked.prompt), schema: form.jsonSchema } : null,
  };
}

/** As the chain counts what it routes by. */
function sizeOf(rendered: readonly RenderedMessage[]): number {
  const segments = rendered.flatMap((message) => message.segments);
  return aboutTokens(segments.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0));
}

/** An answer never takes more than the target writes, nor more than half of its window. */
function clamp(wanted: number, target: TargetInfo | undefined): number {
  const window = target?.contextTokens ? Math.floor(target.contextTokens / 2) : Infinity;
  return Math.max(1, Math.min(Math.floor(wanted), target?.maxOutputTokens ?? Infinity, window));
}

/** The words are left out only where every target takes the schema itself. */
function needsWords(targets: readonly TargetInfo[]): boolean {
  return targets.some(({ structured }) => structured !== 'schema');
}

function instruction(form: AnswerForm<z.ZodType>): RenderedMessage {
  const segment = {
    text: form.instruction,
    source: 'system',
    id: null,
    priority: Infinity,
    keep: 'whole',
  } as const;
  return { role: 'system', segments: [segment] };
}

function assemble(
  version: PromptVersion,
  rendered: readonly RenderedMessage[],
  targets: readonly TargetInfo[],
  maxOutputTokens: number,
): AssembledPrompt {
  const name = `${version.prompt}@${version.version}`;
  const rooms = targets.map(({ contextTokens }) => contextTokens && contextTokens - maxOutputTokens);
  try {
    return assemblePrompt(name, rendered, { maxTokens: rooms[0] ?? null });
  } catch (error) {
    // What does not fit into the first one may fit into one that stands behind it.
    const largest = rooms.includes(null) ? null : Math.max(...rooms.map((room) => room ?? 0));
    if (!(error instanceof AppError) || largest === rooms[0]) throw error;
    return assemblePrompt(name, rendered, { maxTokens: largest });
  }
}

function note(caller: ModelCaller, prompt: AssembledPrompt): void {
  const truncatedTokens = prompt.truncated.reduce((sum, { tokens }) => sum + tokens, 0);
  const span = caller.span.begin('prompt', prompt.promptVersion, {
    promptVersion: prompt.promptVersion,
    truncatedTokens,
  });
  span.content('messages', prompt.messages);
  span.content('provenance', prompt.spans);
  span.content('truncated', prompt.truncated);
  span.end();
  caller.assembled?.(prompt);
}

/** Providers allow letters, digits and few other characters. */
function nameOfSchema(prompt: string): string {
  return prompt.replace(/[^\w-]/g, '_').slice(0, 60) || 'answer';
}
