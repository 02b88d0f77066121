import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { repositoryRoot } from '#platform/config';
import { checkedPluginName } from '../../scaffold/plugin/names.js';
import { outsideFiles } from '../../scaffold/plugin/parts/outside.js';
import { type PluginParts, planPlugin } from '../../scaffold/plugin/plan.js';
import {
  isOwn,
  pluginsFolder,
  readApi,
  schemaSeenFrom,
  writeNew,
} from '../../scaffold/plugin/plugin-folder.js';
import { askForName, askForParts } from '../../scaffold/plugin/questions.js';
import { named, print } from '../command.js';

export const partOptions = {
  capability: { type: 'string' },
  field: { type: 'string' },
  streaming: { type: 'boolean' },
  job: { type: 'boolean' },
  rule: { type: 'boolean' },
  evaluator: { type: 'boolean' },
  dir: { type: 'string' },
} as const;

/** `plugin new`; its usage stands in the table of subcommands. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    options: { ...partOptions, yes: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const { dir = pluginsFolder, yes, ...given } = values;
  const [name = ''] = named(positionals.length > 0 ? positionals : await askForName(), 'NAME');
  const folder = join(resolve(dir), checkedPluginName(name));
  const parts: PluginParts = yes ? given : await askForParts(name, given);
  const draft = planPlugin(name, parts, { api: await readApi(), schema: schemaSeenFrom(folder) });
  if (!isOwn(folder)) {
    for (const [path, text] of outsideFiles(draft.manifest, relative(folder, repositoryRoot)))
      draft.write(path, text);
  }
  const written = await writeNew(folder, draft);
  const shown = relative(process.cwd(), folder);
  for (const path of written) print(join(shown, path));
  const elsewhere = values.dir === undefined ? '' : ` --dir ${values.dir}`;
  process.stderr.write(
    `\nTry it:   npm run tributary -- plugin enable ${name}\nTest it:  npm run tributary -- plugin test ${name}${elsewhere}\n`,
  );
  if (elsewhere) process.stderr.write('The system finds it when PLUGINS_DIR names the folder.\n');
  return 0;
}
