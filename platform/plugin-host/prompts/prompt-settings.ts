import { type ContextSource, contextSources, z } from 'tributary/sdk';

const variableName = z.string().regex(/^[A-Za-z]\w*$/);
const variableList = z.array(variableName).max(50);
const variableSources = z.record(variableName, z.enum(contextSources));

/** The settings of a prompt, as its front matter or a mutation gives them. */
const promptSettingsShape = z.strictObject({
  /** The variables that the text may name as `{{variable}}`: a list, or each with the source of its values. */
  variables: z.union([variableList, variableSources]).default([]),
  /** Of variables whose values are a document's or a tool's, for those who give a list. */
  sources: variableSources.optional(),
  /** The model's alias. */
  alias: z.string().min(1).max(100).default('chat'),
  maxOutputTokens: z.coerce.number().int().positive().optional(),
  temperature: z.coerce.number().min(0).max(2).optional(),
  seed: z.coerce.number().int().optional(),
  /** For people who look at the prompt. */
  description: z.string().max(500).optional(),
});

/** What a prompt is rendered and asked with. */
export interface PromptSettings extends Record<string, unknown> {
  variables: string[];
  /** Where the values of variables come from that are not the user's. */
  sources?: Record<string, ContextSource>;
  alias: string;
  maxOutputTokens?: number;
  temperature?: number;
  seed?: number;
  description?: string;
}

/** The settings, or what is wrong with them. */
export function parsePromptSettings(
  given: unknown,
): { settings: PromptSettings; problem: null } | { settings: null; problem: string } {
  const parsed = promptSettingsShape.safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { settings: null, problem: `${issue?.path.join('.')} ${issue?.message}`.trim() };
  }
  const { variables: declared, sources: more, ...rest } = parsed.data;
  const variables = Array.isArray(declared) ? declared : Object.keys(declared);
  const sources = { ...(Array.isArray(declared) ? {} : declared), ...more };
  const unnamed = Object.keys(sources).find((name) => !variables.includes(name));
  if (unnamed !== undefined) return { settings: null, problem: `sources ${unnamed} is no variable` };
  const marked = Object.entries(sources).filter(([, source]) => source !== 'user');
  const settings = { variables, ...rest };
  return {
    settings: marked.length > 0 ? { ...settings, sources: Object.fromEntries(marked) } : settings,
    problem: null,
  };
}
