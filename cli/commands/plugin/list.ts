import { parseArgs } from 'node:util';
import { named, printRows } from '../command.js';
import { endpointOptions, withClient } from '../running.js';
import { listPlugins } from './change-operations.js';

const options = { ...endpointOptions, json: { type: 'boolean', default: false } } as const;
const shownHash = 12;

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  named(positionals);
  const { plugins } = await withClient(values, (client) => client.request(listPlugins, {}));
  const rows = plugins.map(({ id, version, hash, state, enabledHere, source, isolation, health, error }) => ({
    plugin: id,
    version,
    hash: hash.slice(0, shownHash),
    state: state === 'ENABLED' && !enabledHere ? 'ENABLED, not for this tenant' : state,
    source,
    isolation,
    health: error ? `${error.code}: ${error.message}` : (health?.state ?? '-'),
  }));
  printRows(rows, values.json);
  return 0;
}
