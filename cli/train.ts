import { parseArgs } from 'node:util';
import { trainers } from './train/trainers.js';

const usageExit = 64; // EX_USAGE
const usage = `npm run train -- --data DIR --model ${trainers.map(({ name }) => name).join('|')}`;

const { data, model } = parseArgs({
  options: { data: { type: 'string' }, model: { type: 'string' } },
  strict: false,
}).values;
const trainer = trainers.find(({ name }) => name === model);
if (typeof data !== 'string' || !trainer) refuse(usage);
else {
  const missing = await trainer.train({ data, say: (line) => void process.stdout.write(`${line}\n`) });
  if (missing) refuse(missing);
}

function refuse(reason: string): void {
  process.stderr.write(`BAD_USER_INPUT: ${reason}\n`);
  process.exitCode = usageExit;
}
