import { createInterface } from 'node:readline/promises';
import { camel } from '../subgraph/names.js';
import { type PluginParts, usual } from './plan.js';

const isTerminal = (): boolean => process.stdin.isTTY === true && process.stderr.isTTY === true;

/** Asks for what the flags leave open, on a terminal; elsewhere the usual is taken. */
export async function askForParts(name: string, given: PluginParts): Promise<PluginParts> {
  if (!isTerminal()) return given;
  return withQuestions(async (ask) => {
    const yes = async (said: boolean | undefined, question: string) =>
      said ?? /^y/i.test(await ask(`${question} (y/n)`, 'n'));
    return {
      capability: given.capability ?? (await ask('The capability', usual.capability)),
      field: given.field ?? (await ask('The field that shows its result', `Document.${camel(name)}`)),
      streaming: await yes(given.streaming, 'A subscription that streams it'),
      job: await yes(given.job, 'A job for documents that are there already'),
      rule: await yes(given.rule, 'A kind of rule'),
      evaluator: await yes(given.evaluator, 'An evaluator'),
    };
  });
}

/** The name of the plugin, asked for on a terminal; none elsewhere. */
export async function askForName(): Promise<string[]> {
  if (!isTerminal()) return [];
  const name = await withQuestions((ask) => ask('The name of the plugin', ''));
  return name === '' ? [] : [name];
}

type Ask = (question: string, usual: string) => Promise<string>;

async function withQuestions<Answer>(work: (ask: Ask) => Promise<Answer>): Promise<Answer> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await work(async (question, usual) => {
      const answer = await terminal.question(`${question}${usual === '' ? '' : ` [${usual}]`}: `);
      return answer.trim() || usual;
    });
  } finally {
    terminal.close();
  }
}
