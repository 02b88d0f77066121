import { readFile } from 'node:fs/promises';
import { dirname, extname, resolve } from 'node:path';
import { AppError, z } from 'tributary/sdk';

const threshold = z.strictObject({
  /** What an evaluator measured, such as `fields` or `ROUGE-1`. */
  measure: z.string().min(1),
  /** Where several evaluators measure something of this name. */
  evaluator: z.string().optional(),
  /** The first by default. */
  variant: z.string().optional(),
  /** The mean must be at least this. */
  minimumMean: z.number().min(0).max(1).optional(),
  /** The upper end of the mean of raw values (milliseconds, dollars). */
  maximumValue: z.number().min(0).optional(),
  /** Worse than the baseline report by a paired test: fails. Needs `--baseline`. */
  noSignificantDrop: z.boolean().default(false),
});
const experiment = z.strictObject({
  name: z.string().default(''),
  dataset: z.string().min(1),
  version: z.int().min(0).optional(),
  /** For a dataset that is made first, or made equal to the file. */
  capability: z.string().optional(),
  /** JSON Lines or CSV beside the gate file; needs `capability`. */
  cases: z.string().optional(),
  variants: z
    .array(z.looseObject({ name: z.string().min(1) }))
    .min(1)
    .default([{ name: 'current' }]),
  evaluators: z
    .array(
      z.union([
        z.string().transform((id) => ({ id, parameters: undefined })),
        z.strictObject({ id: z.string(), parameters: z.record(z.string(), z.json()).optional() }),
      ]),
    )
    .min(1),
  thresholds: z.array(threshold).min(1),
});
const floor = z.strictObject({
  set: z.string(),
  figure: z.string(),
  minimum: z.number(),
});
const gate = z.strictObject({
  experiments: z.array(experiment).default([]),
  /** Of `npm run eval`, with `--data`. */
  figures: z.array(floor).default([]),
});

/** What must hold, as the file of `--gate` says. */
export type Gate = z.output<typeof gate>;
export type GateExperiment = Gate['experiments'][number];
export type Threshold = GateExperiment['thresholds'][number];

const usage = (reason: string, cause?: unknown) => new AppError('BAD_USER_INPUT', { reason }, { cause });

/** Errors: `BAD_USER_INPUT` naming what is wrong in the file. */
export async function readGate(path: string): Promise<Gate> {
  const parsed = gate.safeParse(await readJson(path));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw usage(`${path}: ${issue?.path.join('.') || 'the file'}: ${issue?.message}`, parsed.error);
  }
  const { experiments, figures } = parsed.data;
  if (experiments.length + figures.length === 0) throw usage(`${path}: it asks for nothing`);
  const without = experiments.find(({ cases, capability }) => cases && !capability);
  if (without) throw usage(`${path}: ${without.dataset}: cases need the capability that they are for`);
  return parsed.data;
}

/** The cases of an experiment, beside the gate file. */
export async function readCases(gatePath: string, file: string): Promise<{ text: string; format: string }> {
  const path = resolve(dirname(gatePath), file);
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw usage(`${path} cannot be read`, cause);
  });
  return { text, format: extname(path).toLowerCase() === '.csv' ? 'CSV' : 'JSONL' };
}

export async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw usage(`${path} cannot be read as JSON`, cause);
  }
}
