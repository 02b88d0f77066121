import { parseArgs } from 'node:util';
import { AppError } from 'tributary/sdk';
import type { EvaluationSet } from './evaluation-set.js';
import { sets } from './sets.js';

export interface EvaluationOptions {
  /** The folder of the evaluation data. */
  data: string;
  sets: readonly EvaluationSet[];
  split: string;
  json: boolean;
  /** The file of an earlier report to be compared with. */
  baseline: string | null;
}

/** Reads the command line. Throws `BAD_USER_INPUT`. */
export function readOptions(parameters: string[]): EvaluationOptions {
  const { data, set, split, json, baseline = null } = parsed(parameters);
  const chosen = set ? set.map(setOf) : sets;
  if (!data && !chosen.every(({ makesData }) => makesData))
    throw new AppError('BAD_USER_INPUT', { reason: '--data DIR is missing' });
  // It becomes the name of a file.
  if (!/^[\w-]+$/.test(split))
    throw new AppError('BAD_USER_INPUT', { reason: '--split must be a plain name' });
  return { data: data ?? '', split, json, baseline, sets: chosen };
}

function parsed(parameters: string[]) {
  try {
    return parseArgs({
      args: parameters,
      options: {
        data: { type: 'string' },
        set: { type: 'string', multiple: true },
        split: { type: 'string', default: 'dev' },
        json: { type: 'boolean', default: false },
        baseline: { type: 'string' },
      },
    }).values;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AppError('BAD_USER_INPUT', { reason }, { cause });
  }
}

function setOf(name: string): EvaluationSet {
  const found = sets.find((each) => each.name === name);
  if (found) return found;
  const known = sets.map((each) => each.name).join(', ');
  throw new AppError('BAD_USER_INPUT', { reason: `--set ${name} is none of ${known}` });
}
