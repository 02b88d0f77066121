import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { AppError, z } from 'tributary/sdk';
import type { Config } from '#platform/config';
import { defaultAlias } from './port.js';

const provider = z.strictObject({
  /** Whatever speaks the OpenAI protocol. */
  provider: z.literal('openai'),
  baseUrl: z.url({ protocol: /^https?$/ }),
  model: z.string().min(1),
  /** Path of a file with the key, relative to the models file; else `MODELS_API_KEY`. */
  apiKeyFile: z.string().optional(),
  /** US dollars a million tokens; without them the cost is not known. */
  pricePerMillionInput: z.number().nonnegative().optional(),
  pricePerMillionOutput: z.number().nonnegative().optional(),
  /** How many tokens a prompt may have; reserves budget. */
  contextTokens: z.int().positive().default(8192),
  /** Longest time of a whole call, and between two parts of a stream. */
  timeoutMs: z.int().positive().default(60_000),
  chunkTimeoutMs: z.int().positive().default(20_000),
  /** Aliases to ask in turn when this one fails. */
  fallback: z.array(z.string()).default([]),
});

const fileSchema = z.strictObject({ aliases: z.record(z.string(), provider) });

/** A model behind an alias, with its key. */
export type ModelSettings = Omit<z.output<typeof provider>, 'apiKeyFile'> & { alias: string; apiKey: string };

/** The models of the file that `MODELS` names, by alias. @throws AppError `CONFIG_INVALID` */
export async function readModels(config: Config['models']): Promise<ReadonlyMap<string, ModelSettings>> {
  if (config.driver.kind === 'none') return new Map();
  const { path } = config.driver;
  const parsed = fileSchema.safeParse(await readJson(path));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw invalid(`${issue?.path.join('.')}: ${issue?.message}`);
  }
  const { aliases } = parsed.data;
  if (!(defaultAlias in aliases) && !('embed' in aliases)) throw invalid('it has neither chat nor embed');
  const models = new Map<string, ModelSettings>();
  for (const [alias, { apiKeyFile, ...settings }] of Object.entries(aliases)) {
    const unknown = settings.fallback.find((other) => !(other in aliases) || other === alias);
    if (unknown !== undefined) throw invalid(`aliases.${alias}.fallback: there is no other alias ${unknown}`);
    const apiKey = apiKeyFile ? await readKey(resolve(dirname(path), apiKeyFile)) : config.apiKey;
    // Local servers want no key; the protocol's clients insist on one.
    models.set(alias, { ...settings, alias, apiKey: apiKey ?? 'none' });
  }
  return models;
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as unknown;
  } catch (cause) {
    throw invalid('the file cannot be read as JSON', cause);
  }
}

async function readKey(path: string): Promise<string> {
  return readFile(path, 'utf8').then(
    (text) => text.trim(),
    (cause: unknown) => {
      throw invalid('the file of a key cannot be read', cause);
    },
  );
}

function invalid(reason: string, cause?: unknown): AppError {
  return new AppError('CONFIG_INVALID', { key: 'MODELS', reason }, { cause });
}
