import { AppError, type ModelsService, z } from 'tributary/sdk';
import type { PromptVersion } from '#platform';
import { renderPrompt } from '#platform/plugin-host';
import type { ChatRequest } from './chat-model.js';
import { callModel, type GuardedModel } from './model-call.js';
import { defaultAlias, type ModelCaller } from './port.js';

const promptSettings = z.looseObject({
  alias: z.string().default(defaultAlias),
  maxOutputTokens: z.number().optional(),
});

type Asked = Parameters<ModelsService['stream']>[0];

/** The service `models` of one run. `modelsOf` gives the models to ask in turn for an alias. */
export function modelsService(
  caller: ModelCaller,
  modelsOf: (alias: string) => readonly GuardedModel[],
): ModelsService {
  const prepare = async (asked: Asked) => {
    const version = await caller.prompt(asked.prompt);
    const settings = promptSettings.parse(version.settings);
    const wanted = asked.maxOutputTokens ?? settings.maxOutputTokens ?? caller.maxOutputTokens;
    return {
      text: renderPrompt(version as PromptVersion, asked.variables),
      models: modelsOf(asked.alias ?? settings.alias),
      maxOutputTokens: Math.min(wanted, caller.maxOutputTokens),
    };
  };
  return {
    async *stream(asked) {
      const { text, models, maxOutputTokens } = await prepare(asked);
      const request: ChatRequest = { messages: [['user', text]], maxOutputTokens, json: false };
      yield* callModel(models, request, caller);
    },

    async complete({ schema, ...asked }) {
      const { text, models, maxOutputTokens } = await prepare(asked);
      const form = `Answer with one JSON object that fits this JSON Schema, and nothing else:\n${JSON.stringify(z.toJSONSchema(schema, { io: 'input' }))}`;
      const messages: ChatRequest['messages'] = [
        ['system', form],
        ['user', text],
      ];
      const ask = (all: ChatRequest['messages']) =>
        joined(callModel(models, { messages: all, maxOutputTokens, json: true }, caller));
      const first = await ask(messages);
      const parsed = parseAs(schema, first);
      if (parsed.success) return parsed.data;
      // One repair: more would pay for a model that cannot do it.
      const complaint = `That does not fit the schema: ${parsed.problem}. Answer again with the corrected JSON object.`;
      const second = parseAs(schema, await ask([...messages, ['assistant', first], ['user', complaint]]));
      if (second.success) return second.data;
      throw new AppError('OUTPUT_SCHEMA', { capability: asked.prompt }, { cause: second.problem });
    },
  };
}

async function joined(stream: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const part of stream) text += part;
  return text;
}

type Parsed<Output> = { success: true; data: Output } | { success: false; problem: string };

function parseAs<Schema extends z.ZodType>(schema: Schema, text: string): Parsed<z.infer<Schema>> {
  let value: unknown;
  try {
    // Some models put JSON into a fence in spite of everything.
    value = JSON.parse(text.replace(/^\s*```(?:json)?\s*|\s*```\s*$/g, ''));
  } catch {
    return { success: false, problem: 'it is not JSON' };
  }
  const result = schema.safeParse(value);
  if (result.success) return { success: true, data: result.data };
  const problem = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  return { success: false, problem };
}
