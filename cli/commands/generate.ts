import { parseArgs } from 'node:util';
import { generate } from '../generate.js';
import type { Command } from './command.js';

export const command: Command = {
  usage: `generate [--check]    writes the committed contracts (schema/, the plugins' schema.graphql, docs/configuration.md);
                      --check names those that are out of date and ends with 1`,
  run(args) {
    const { values } = parseArgs({ args: [...args], options: { check: { type: 'boolean' } } });
    return generate({ check: values.check ?? false });
  },
};
