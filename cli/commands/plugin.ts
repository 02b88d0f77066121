import { badUsage, type Command } from './command.js';
import { endpointUsage } from './running.js';

interface Subcommand {
  readonly usage: string;
  load(): Promise<{ run(args: string[]): Promise<number> }>;
}

const parts =
  '[--capability ID] [--field Document.NAME|Query.NAME] [--streaming] [--job] [--rule] [--evaluator]';

/** What can be done with plugins, each in a file of its own. */
const subcommands: Readonly<Record<string, Subcommand>> = {
  enable: {
    usage: `plugin enable NAME|URL [--version V] [--manifest URL] [--tenant] [--force]
                                     turns a plugin on, or up to what lies here now, while the system serves; --version
                                     is a number or the beginning of a hash, URL where the plugin.json of a remote
                                     one is (--manifest URL: beside its name), --tenant only for that of the token`,
    load: () => import('./plugin/enable.js'),
  },
  disable: {
    usage: `plugin disable NAME [--tenant] [--force]
                                     turns it off; --force although operations break that are registered or were
                                     used in the last seven days`,
    load: () => import('./plugin/disable.js'),
  },
  list: {
    usage: `plugin list [--json]              what is enabled, what lies here, and how each does`,
    load: () => import('./plugin/list.js'),
  },
  check: {
    usage: `plugin check NAME|URL [--version V] [--manifest URL] [--disable] [--json]
                                     tries a change and shows the difference of the public schema`,
    load: () => import('./plugin/check.js'),
  },
  new: {
    usage: `plugin new NAME ${parts} [--dir DIR] [--yes]
                                     writes a plugin that works and passes its tests; on a terminal it asks for
                                     what is not said, unless --yes takes the usual`,
    load: () => import('./plugin/new.js'),
  },
  add: {
    usage: `plugin add NAME ${parts} [--prompt NAME] [--dir DIR]
                                     adds parts to a plugin, in its code and in its manifest; a field and a job rest
                                     on the capability that is named, or on the only one`,
    load: () => import('./plugin/add.js'),
  },
  dev: {
    usage: `plugin dev NAME [--dir DIR] [--force]
                                     watches the folder and takes every change up in the running system at once`,
    load: () => import('./plugin/dev.js'),
  },
  test: {
    usage: `plugin test NAME [--dir DIR]       runs its tests, wherever it lies`,
    load: () => import('./plugin/test.js'),
  },
  pack: {
    usage: `plugin pack NAME [--out DIR] [--dir DIR]
                                     makes an npm package that needs no build`,
    load: () => import('./plugin/pack.js'),
  },
  publish: {
    usage: `plugin publish NAME [--dry-run] [--yes] [--dir DIR]
                                     publishes it with npm, once that is confirmed; --dry-run shows what would be`,
    load: () => import('./plugin/publish.js'),
  },
};

export const command: Command = {
  usage: Object.values(subcommands)
    .map(({ usage }) => usage)
    .join('\n')
    .concat(`\n\n${endpointUsage}`),
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
