import { readFile } from 'node:fs/promises';
import { AppError, z } from 'tributary/sdk';
import { mean, pairedTest } from '#text';
import type { EvaluationReport, Figure } from './figure.js';

const earlierReport = z.object({
  split: z.string(),
  sets: z.array(
    z.object({
      name: z.string(),
      figures: z.array(z.object({ name: z.string(), scores: z.record(z.string(), z.number()) })).default([]),
    }),
  ),
});

/** An earlier report, as `--json` wrote it. */
export type Baseline = z.output<typeof earlierReport>;

/** Reads an earlier report on the same split. Throws `BAD_USER_INPUT`. */
export async function readBaseline(path: string, split: string): Promise<Baseline> {
  const report = earlierReport.safeParse(await readJson(path));
  if (!report.success) {
    const reason = `${path} is no report of --json with the scores of each record; write it anew`;
    throw new AppError('BAD_USER_INPUT', { reason }, { cause: report.error });
  }
  if (report.data.split === split) return report.data;
  const reason = `${path} is of the split ${report.data.split}: other records than those of ${split}`;
  throw new AppError('BAD_USER_INPUT', { reason });
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw new AppError('BAD_USER_INPUT', { reason: `${path} cannot be read as JSON` }, { cause });
  }
}

/** The report with each figure beside its own of the earlier one. */
export function comparedWith(baseline: Baseline, report: EvaluationReport): EvaluationReport {
  const sets = report.sets.map((set) => {
    if ('skipped' in set) return set;
    const earlier = baseline.sets.find(({ name }) => name === set.name)?.figures ?? [];
    const figures = set.figures.map((figure) => ({
      ...figure,
      against: against(figure, earlier.find(({ name }) => name === figure.name)?.scores),
    }));
    return { ...set, figures };
  });
  return { ...report, sets };
}

function against({ scores }: Figure, earlier: Figure['scores'] | undefined): Figure['against'] {
  if (!earlier) return null;
  const pairs = Object.entries(scores).flatMap(([record, score]): [number, number][] => {
    const before = earlier[record];
    return before === undefined ? [] : [[score, before]];
  });
  const test = pairedTest(pairs);
  if (test === 'insufficient') return test;
  return { ...test, baseline: mean(pairs.map(([, before]) => before)) };
}
