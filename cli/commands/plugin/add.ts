import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { PluginDraft } from '../../scaffold/plugin/draft.js';
import { checkedPluginName } from '../../scaffold/plugin/names.js';
import { extendPlugin } from '../../scaffold/plugin/plan.js';
import {
  pluginsFolder,
  readApi,
  readFolder,
  schemaSeenFrom,
  writeAll,
} from '../../scaffold/plugin/plugin-folder.js';
import { badUsage, named, print } from '../command.js';
import { partOptions } from './new.js';

/** `plugin add`; its usage stands in the table of subcommands. */
export async function run(args: string[]): Promise<number> {
  const options = { ...partOptions, prompt: { type: 'string' } } as const;
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const { dir = pluginsFolder, ...parts } = values;
  const [name = ''] = named(positionals, 'NAME');
  if (Object.keys(parts).length === 0) throw badUsage('Say what to add, such as --field Document.keyPoints');
  const folder = join(resolve(dir), checkedPluginName(name));
  const before = await readFolder(folder);
  const draft = new PluginDraft(before);
  extendPlugin(draft, parts, { api: await readApi(), schema: schemaSeenFrom(folder) });
  for (const path of await writeAll(folder, before, draft)) print(path);
  return 0;
}
