import type { Transaction } from '#platform';
import {
  composeText,
  faultOf,
  invalidPrompt,
  longestPrompt,
  parsePromptSettings,
  partialsOf,
  variablesOf,
} from '#platform/plugin-host';
import { labelled } from './prompt-rows.js';

/** A text with the settings that it would be released with. */
export interface PromptContent {
  readonly prompt: string;
  readonly text: string;
  readonly settings: unknown;
}

/** The most lines of a text that is saved: two of them are compared while others wait. */
const mostLines = 2000;

/** @throws AppError `PROMPT_INVALID` for a text of more lines than anybody reads. */
export function expectReadable(prompt: string, text: string): void {
  if (text.split('\n', mostLines + 1).length > mostLines) {
    throw invalidPrompt(prompt, `its text has more than ${mostLines} lines`);
  }
}

/**
 * Checks what would become a version: its length, its markers, that its variables are declared and are among those that
 * the plugin gives values for, and that it and the prompts that it is a part of can be composed. Gives the settings with
 * what they leave out.
 * @throws AppError `PROMPT_INVALID` naming what is wrong
 */
export async function checkPrompt(
  tx: Transaction,
  { prompt, text, settings: given }: PromptContent,
): Promise<Record<string, unknown>> {
  if (text.length > longestPrompt) {
    throw invalidPrompt(prompt, `its text has more than ${longestPrompt} characters`);
  }
  if (text.trim() === '') throw invalidPrompt(prompt, 'its text is empty');
  const fault = faultOf(text);
  if (fault !== null) throw invalidPrompt(prompt, fault);
  const { settings, problem } = parsePromptSettings(given);
  if (!settings) throw invalidPrompt(prompt, `settings: ${problem}`);
  await expectKnown(tx, prompt, settings.variables);
  await expectComposable(tx, { prompt, text, settings });
  return settings;
}

/** A variable that the plugin does not know has no value in any run. */
async function expectKnown(tx: Transaction, prompt: string, declared: readonly string[]): Promise<void> {
  const [own] = await tx.query<{ settings: unknown }>(
    'select settings from capabilities.prompt_versions where prompt = $1 order by version desc limit 1',
    [prompt],
  );
  const known = declaredBy(own?.settings);
  const unknown = declared.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const list = known.length > 0 ? `it gives ${known.join(', ')}` : 'it gives none';
  throw invalidPrompt(prompt, `the plugin gives no value for the variable ${unknown}; ${list}`);
}

/** Composes it, and every prompt in use that it is a part of, with the others as they stand for the tenant. */
async function expectComposable(tx: Transaction, changed: PromptContent): Promise<void> {
  const standing = await labelled(tx, 'production', null);
  const contents = new Map<string, PromptContent>(standing.map((version) => [version.prompt, version]));
  contents.set(changed.prompt, changed);
  const textOf = (name: string) => contents.get(name)?.text;
  expectDeclared(changed.prompt, changed, composeText(changed.prompt, textOf));
  for (const whole of contents.values()) {
    if (whole === changed || !isPartOf(changed.prompt, whole.prompt, textOf)) continue;
    expectDeclared(changed.prompt, whole, composeText(whole.prompt, textOf));
  }
}

function expectDeclared(changed: string, { prompt, settings }: PromptContent, composed: string): void {
  const declared = declaredBy(settings);
  const undeclared = variablesOf(composed).find((name) => !declared.includes(name));
  if (undeclared === undefined) return;
  const where = prompt === changed ? 'its settings' : `the settings of ${prompt}, which it is a part of`;
  throw invalidPrompt(changed, `the variable ${undeclared} is not declared in ${where}`);
}

function isPartOf(part: string, whole: string, textOf: (name: string) => string | undefined): boolean {
  const seen = new Set<string>();
  const reaches = (name: string): boolean => {
    if (seen.has(name)) return false;
    seen.add(name);
    const partials = partialsOf(textOf(name) ?? '');
    return partials.includes(part) || partials.some(reaches);
  };
  return reaches(whole);
}

const declaredBy = (settings: unknown): string[] => parsePromptSettings(settings).settings?.variables ?? [];
