import { parseArgs } from 'node:util';
import { named } from '../command.js';
import { endpointOptions, withClient } from '../running.js';
import { checkPlugin } from './change-operations.js';
import { showChange } from './show-change.js';

const options = {
  ...endpointOptions,
  version: { type: 'string' },
  manifest: { type: 'string' },
  disable: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const;

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const [plugin = ''] = named(positionals, 'NAME');
  const { version = null, manifest = null, disable } = values;
  const input = { plugin, version, url: manifest, disable };
  const { change } = await withClient(values, (client) => client.request(checkPlugin, { input }));
  return showChange(change, values.json);
}
