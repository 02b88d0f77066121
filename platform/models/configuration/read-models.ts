import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { AppError } from 'tributary/sdk';
import type { Config } from '#platform/config';
import type { AliasSettings } from './alias.js';
import { parseModels, type TargetForm } from './parse-models.js';
import { headerValue, type TargetSettings } from './target.js';

const testProviders: ReadonlySet<string> = new Set(['scripted', 'obedient', 'benign', 'judge']);
const notSent = 'characters that no header can carry; it is one line of plain characters';

/** What the models file says. */
export interface ModelsConfiguration {
  readonly targets: ReadonlyMap<string, TargetSettings>;
  readonly aliases: ReadonlyMap<string, AliasSettings>;
}

/** The models of the file that `MODELS` names; null when it is `none`. @throws AppError `CONFIG_INVALID` */
export async function readModels({
  driver,
  apiKey,
  cassettes,
  standIns,
}: Config['models']): Promise<ModelsConfiguration | null> {
  if (driver.kind === 'none') return null;
  const { targets, aliases, problems } = parseModels(await readJson(driver.path));
  if (!standIns) problems.push(...[...targets].flatMap((target) => standInOf(target, cassettes)));
  if (apiKey !== null && !headerValue.test(apiKey)) throw invalid(`the key of MODELS_API_KEY has ${notSent}`);
  if (problems.length > 0) throw invalid(problems.join('; '));
  const folder = dirname(driver.path);
  const settings = await Promise.all(
    [...targets].map(([name, target]) => settingsOf(name, target, folder, { apiKey, cassettes })),
  );
  return { targets: new Map(settings.map((one) => [one.name, one])), aliases };
}

/** Nobody's questions are answered by what was made for tests, nor written down where no erasure finds them. */
function standInOf(
  [name, { provider, cassette }]: [string, TargetForm],
  cassettes: Config['models']['cassettes'],
): string[] {
  const mend = 'is for tests, and PROFILE=production and PROFILE=locked do without';
  if (testProviders.has(provider))
    return [`targets.${name}.provider: ${provider} ${mend}; name another provider, or take the target out`];
  if (cassette === undefined || cassettes === 'off') return [];
  return [`targets.${name}.cassette: a cassette ${mend}; set CASSETTES=off, or take it out`];
}

async function settingsOf(
  name: string,
  { apiKeyFile, cassette, script, ...target }: TargetForm,
  folder: string,
  defaults: Pick<Config['models'], 'apiKey' | 'cassettes'>,
): Promise<TargetSettings> {
  const isRecorded = cassette !== undefined && defaults.cassettes !== 'off';
  const isReplayed = isRecorded && defaults.cassettes === 'replay';
  const path = `targets.${name}.apiKeyFile`;
  return {
    ...target,
    tape: isRecorded ? { folder: resolve(folder, cassette), isReplayed } : undefined,
    script: typeof script === 'string' ? resolve(folder, script) : script,
    name,
    // What is played back needs no key, so nobody has to have one.
    apiKey:
      apiKeyFile === undefined || isReplayed
        ? defaults.apiKey
        : await readKey(path, resolve(folder, apiKeyFile)),
  };
}

async function readJson(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw invalid(`the file ${path} cannot be read; correct its path, or its rights`, cause);
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw invalid(`the file is not JSON: ${cause instanceof Error ? cause.message : ''}`, cause);
  }
}

async function readKey(place: string, path: string): Promise<string> {
  const key = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw invalid(
      `${place}: the file of the key cannot be read; its path is relative to the models file`,
      cause,
    );
  });
  if (key.trim() === '') throw invalid(`${place}: the file of the key is empty`);
  if (!headerValue.test(key.trim())) throw invalid(`${place}: the key has ${notSent}`);
  return key.trim();
}

function invalid(reason: string, cause?: unknown): AppError {
  return new AppError('CONFIG_INVALID', { key: 'MODELS', reason }, { cause });
}
