import { parseArgs } from 'node:util';
import { named } from '../command.js';
import { endpointOptions, withClient } from '../running.js';
import { disablePlugin } from './change-operations.js';
import { showChange } from './show-change.js';

const options = {
  ...endpointOptions,
  tenant: { type: 'boolean', default: false },
  force: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const;

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const [plugin = ''] = named(positionals, 'NAME');
  const input = { plugin, onlyTenant: values.tenant, force: values.force };
  const { change } = await withClient(values, (client) => client.request(disablePlugin, { input }));
  return showChange(change, values.json);
}
