import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'tributary/sdk';
import { invalid } from './invalid.js';

/** A prompt as its file gives it. */
export interface PromptFile {
  plugin: string;
  /** The file's name without `.md`. */
  prompt: string;
  text: string;
  settings: PromptSettings;
}

const settingsSchema = z.strictObject({
  /** The variables that the text may name as `{{variable}}`. */
  variables: z.array(z.string().regex(/^[A-Za-z]\w*$/)).default([]),
  /** The model's alias. */
  alias: z.string().default('chat'),
  maxOutputTokens: z.coerce.number().int().positive().optional(),
});
export type PromptSettings = z.output<typeof settingsSchema>;

const frontMatter = /^---\r?\n([\s\S]*?)\r?\n---\r?\n?/;

/** Reads `prompts/*.md` of a plugin, in the order of their names. */
export async function readPrompts(folder: string, plugin: string): Promise<PromptFile[]> {
  const files = await readdir(join(folder, 'prompts')).catch(() => []);
  const names = files.filter((file) => file.endsWith('.md')).sort();
  return Promise.all(
    names.map(async (file) => {
      const raw = await readFile(join(folder, 'prompts', file), 'utf8');
      return parsePrompt(plugin, file.slice(0, -'.md'.length), raw);
    }),
  );
}

function parsePrompt(plugin: string, prompt: string, raw: string): PromptFile {
  const field = `prompts/${prompt}.md`;
  const match = frontMatter.exec(raw);
  const settings = settingsSchema.safeParse(match ? parseFrontMatter(match[1] ?? '') : {});
  if (!settings.success) {
    const [issue] = settings.error.issues;
    throw invalid(plugin, field, `${issue?.path.join('.')} ${issue?.message}`);
  }
  const text = raw.slice(match?.[0].length ?? 0).trim();
  const undeclared = variablesOf(text).find((name) => !settings.data.variables.includes(name));
  if (undeclared !== undefined) {
    throw invalid(plugin, field, `the variable ${undeclared} is not in its front matter`);
  }
  return { plugin, prompt, text, settings: settings.data };
}

/** The names that a prompt's text takes values for. */
export function variablesOf(text: string): string[] {
  return [...new Set([...text.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map(([, name]) => name as string))];
}

/** `key: value`, `key: [a, b]`, and lists of `- item` below a key: the part of YAML that front matter needs. */
function parseFrontMatter(text: string): Record<string, unknown> {
  const settings: Record<string, unknown> = {};
  let list: string[] | null = null;
  for (const line of text.split(/\r?\n/)) {
    const item = /^\s+-\s+(.+)$/.exec(line);
    const pair = /^(\w+):\s*(.*)$/.exec(line);
    if (item && list) list.push(unquote(item[1] ?? ''));
    else if (pair) {
      const [, key = '', value = ''] = pair;
      list = value === '' ? [] : null;
      settings[key] = list ?? parseValue(value.trim());
    }
  }
  return settings;
}

function parseValue(value: string): unknown {
  if (!value.startsWith('[')) return unquote(value);
  const items = value.replace(/^\[|\]$/g, '').split(',');
  return items.map((item) => unquote(item.trim())).filter((item) => item !== '');
}

const unquote = (value: string) => value.trim().replace(/^(['"])(.*)\1$/, '$2');
