import { parseArgs } from 'node:util';
import { ask } from '../demo/operations/index.js';
import { showRun } from '../demo/show-run.js';
import { badUsage, type Command } from './command.js';
import { endpointOptions, endpointUsage, withClient } from './running.js';

export const command: Command = {
  usage: `ask QUESTION [--url URL] [--token TOKEN]    answers from the documents, streamed, with its citations

${endpointUsage}`,
  async run(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: endpointOptions,
      allowPositionals: true,
    });
    const question = positionals.join(' ').trim();
    if (question === '') throw badUsage('QUESTION is missing');
    const show = {
      line: (text: string) => void process.stdout.write(`${text}\n`),
      part: (text: string) => void process.stdout.write(text),
    };
    const end = await withClient(values, (client) =>
      showRun(client.follow(ask, { question }, { attempts: 3 }), show),
    );
    return end === 'RunFinished' ? 0 : 1;
  },
};
