import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Client, ClientError } from 'tributary/client';
import { AppError } from 'tributary/sdk';
import { PluginDraft } from '../../scaffold/plugin/draft.js';
import { checkedPluginName } from '../../scaffold/plugin/names.js';
import { fieldChanges } from '../../scaffold/plugin/own-fields.js';
import { generated, pluginsFolder, readFolder, writeFiles } from '../../scaffold/plugin/plugin-folder.js';
import { changesIn, look } from '../../scaffold/plugin/watch-folder.js';
import { named, print } from '../command.js';
import { endpointOptions, withClient } from '../running.js';
import { enablePlugin } from './change-operations.js';
import { showChange } from './show-change.js';

const options = {
  ...endpointOptions,
  dir: { type: 'string' },
  force: { type: 'boolean', default: false },
} as const;
const made = new Set(['schema.graphql', 'schema.types.ts']);

/** `plugin dev`; its usage stands in the table of subcommands. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const [name = ''] = named(positionals, 'NAME');
  const folder = join(resolve(values.dir ?? pluginsFolder), checkedPluginName(name));
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  await withClient(values, async (client) => {
    const first = await look(folder);
    let sdl = await swap(client, { plugin: name, force: values.force }, folder, '');
    print(`watching ${folder}; end with Ctrl-C`);
    for await (const changed of changesIn(folder, first, stop.signal)) {
      const sources = changed.filter((path) => !made.has(path) && !path.includes('.test.'));
      if (sources.length === 0) continue;
      print(`changed ${sources.join(', ')}`);
      sdl = await swap(client, { plugin: name, force: values.force }, folder, sdl);
    }
  });
  return 0;
}

/** Makes the running system take up what lies in the folder now, and says what became of it; gives its SDL. */
async function swap(
  client: Client,
  input: { plugin: string; force: boolean },
  folder: string,
  before: string,
): Promise<string> {
  const began = performance.now();
  try {
    const files = await readFolder(folder);
    const renewed = generated(new PluginDraft(files));
    await writeFiles(folder, files, renewed);
    const { change } = await client.request(enablePlugin, { input });
    if (showChange(change, false) !== 0) return before;
    const after = renewed.get('schema.graphql') ?? '';
    for (const line of before === '' ? [] : fieldChanges(before, after)) print(line);
    print(`in ${Math.round(performance.now() - began)} ms`);
    return after;
  } catch (error) {
    // What is half written fails; the next change is another try.
    if (!isSaid(error)) throw error;
    process.stderr.write(`${'code' in error ? `${error.code}: ` : ''}${error.message}\n`);
    return before;
  }
}

function isSaid(error: unknown): error is Error {
  return error instanceof AppError || error instanceof ClientError || error instanceof SyntaxError;
}
