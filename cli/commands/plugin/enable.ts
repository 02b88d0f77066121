import { parseArgs } from 'node:util';
import { named } from '../command.js';
import { endpointOptions, withClient } from '../running.js';
import { enablePlugin } from './change-operations.js';
import { showChange } from './show-change.js';

const options = {
  ...endpointOptions,
  version: { type: 'string' },
  manifest: { type: 'string' },
  tenant: { type: 'boolean', default: false },
  force: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const;

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const [plugin = ''] = named(positionals, 'NAME');
  const { version = null, manifest = null, tenant, force } = values;
  const input = { plugin, version, url: manifest, onlyTenant: tenant, force };
  const { change } = await withClient(values, (client) => client.request(enablePlugin, { input }));
  return showChange(change, values.json);
}
