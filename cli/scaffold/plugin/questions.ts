import { createInterface } from 'node:readline/promises';
import { camel } from '../subgraph/names.js';
import type { PluginParts } from './plan.js';

const isTerminal = (): boolean => process.stdin.isTTY === true && process.stderr.isTTY === true;

/** Asks for what the flags leave open, on a terminal; elsewhere the usual is taken. */
export async function askForParts(name: string, given: PluginParts): Promise<PluginParts> {
  if (!isTerminal() || Object.keys(given).length > 0) return given;
  return withQuestions(async (ask) => {
    const capability = await ask('The capability', 'find');
    const field = await ask('The field that shows its result', `Document.${camel(name)}`);
    const yes = async (question: string) => /^y/i.test(await ask(`${question} (y/n)`, 'n'));
    return {
      capability,
      field,
      streaming: await yes('A subscription that streams it'),
      job: await yes('A job'),
      rule: await yes('A kind of rule'),
      evaluator: await yes('An evaluator'),
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
