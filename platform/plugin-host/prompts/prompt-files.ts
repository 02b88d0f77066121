import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from 'tributary/sdk';
import { invalid } from '../invalid.js';
import { composeText } from './compose.js';
import { readFrontMatter } from './front-matter.js';
import { type PromptSettings, parsePromptSettings } from './prompt-settings.js';
import { faultOf, partialsOf, variablesOf } from './template.js';

/** A prompt as its file gives it. */
export interface PromptFile {
  plugin: string;
  /** The file's name without `.md`. */
  prompt: string;
  text: string;
  settings: PromptSettings;
}

/** Reads `prompts/*.md` of a plugin, in the order of their names. */
export async function readPrompts(folder: string, plugin: string): Promise<PromptFile[]> {
  const files = await readdir(join(folder, 'prompts')).catch(() => []);
  const names = files.filter((file) => file.endsWith('.md')).sort();
  const prompts = await Promise.all(
    names.map(async (file) => {
      const raw = await readFile(join(folder, 'prompts', file), 'utf8');
      return parsePrompt(plugin, file.slice(0, -'.md'.length), raw);
    }),
  );
  expectComposable(plugin, prompts);
  return prompts;
}

const fileOf = (prompt: string) => `prompts/${prompt}.md`;

function parsePrompt(plugin: string, prompt: string, raw: string): PromptFile {
  const { settings: given, text, fault } = readFrontMatter(raw);
  if (fault !== null) throw invalid(plugin, fileOf(prompt), `the line "${fault}" is not understood`);
  const { settings, problem } = parsePromptSettings(given);
  if (!settings) throw invalid(plugin, fileOf(prompt), problem);
  const wrong = faultOf(text) ?? undeclared(text, settings);
  if (wrong !== null) throw invalid(plugin, fileOf(prompt), wrong);
  return { plugin, prompt, text, settings };
}

/** What the plugin's own prompts put into each other; those of other plugins are not known yet. */
function expectComposable(plugin: string, prompts: readonly PromptFile[]): void {
  const texts = new Map(prompts.map(({ prompt, text }) => [prompt, text]));
  for (const { prompt, text, settings } of prompts) {
    if (partialsOf(text).length === 0) continue;
    let composed: string;
    try {
      composed = composeText(prompt, (name) => texts.get(name) ?? '');
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      throw invalid(plugin, fileOf(prompt), String(error.details.reason));
    }
    const wrong = undeclared(composed, settings);
    if (wrong !== null) throw invalid(plugin, fileOf(prompt), wrong);
  }
}

function undeclared(text: string, { variables }: PromptSettings): string | null {
  const unknown = variablesOf(text).find((name) => !variables.includes(name));
  return unknown === undefined ? null : `the variable ${unknown} is not in its front matter`;
}
