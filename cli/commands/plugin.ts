import { badUsage, type Command } from './command.js';

interface Subcommand {
  readonly usage: string;
  load(): Promise<{ run(args: string[]): Promise<number> }>;
}

const parts =
  '[--capability ID] [--field Document.NAME|Query.NAME] [--streaming] [--job] [--rule] [--evaluator]';

/** What can be done with plugins, each in a file of its own. */
const subcommands: Readonly<Record<string, Subcommand>> = {
  new: {
    usage: `plugin new NAME ${parts} [--dir DIR]
                                     writes a plugin that works and passes its tests; on a terminal it asks for
                                     what is not said`,
    load: () => import('./plugin/new.js'),
  },
  add: {
    usage: `plugin add NAME ${parts} [--prompt NAME] [--dir DIR]
                                     adds parts to a plugin, in its code and in its manifest; a field and a job rest
                                     on the capability that is named, or on the only one`,
    load: () => import('./plugin/add.js'),
  },
};

export const command: Command = {
  usage: Object.values(subcommands)
    .map(({ usage }) => usage)
    .join('\n'),
  async run([name = '', ...args]) {
    const subcommand = Object.hasOwn(subcommands, name) ? subcommands[name] : undefined;
    if (!subcommand) {
      const known = Object.keys(subcommands).join(', ');
      throw badUsage(name === '' ? `Say which: ${known}` : `${name} is none of ${known}`);
    }
    const { run } = await subcommand.load();
    return run(args);
  },
};
