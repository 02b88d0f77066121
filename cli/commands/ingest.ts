import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { Client } from 'tributary/client';
import type { WatchedDocument } from '../demo/document-data.js';
import { type DemoFile, findFiles } from '../demo/files.js';
import { Progress } from '../demo/progress.js';
import { badUsage, type Command, print } from './command.js';
import { endpointOptions, endpointUsage, withClient } from './running.js';

export const command: Command = {
  usage: `ingest FILES… [--group ID…] [--no-wait] [--url URL] [--token TOKEN]
                                     uploads files, folders with all they hold, and shows how each ends, with the
                                     code of what is wrong with it;
                                     --no-wait ends when all are acknowledged

${endpointUsage}`,
  async run(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: {
        ...endpointOptions,
        group: { type: 'string', multiple: true },
        'no-wait': { type: 'boolean' },
      },
      allowPositionals: true,
    });
    if (positionals.length === 0) throw badUsage('FILES are missing');
    const files = await findFiles(positionals, { descriptions: true });
    const { group: groups = null } = values;
    await withClient(values, (client) =>
      values['no-wait'] ? upload(client, files, groups, show) : ingest(client, files, groups),
    );
    return 0;
  },
};

const uploadsAtOnce = 4;
const show = (id: string, name: string) => print(`${id}  ${name}`);

async function ingest(client: Client, files: readonly DemoFile[], groups: string[] | null): Promise<void> {
  const open = new Map<string, string>();
  const states = new Map<string, Pick<WatchedDocument, 'status' | 'problem'>>();
  // A document may end before its upload is answered, so both call this.
  const showEnd = (id: string) => {
    const name = open.get(id);
    const state = states.get(id);
    if (name === undefined || !state || state.status === 'PROCESSING') return;
    open.delete(id);
    print([id, state.status.padEnd(12), name, ...(state.problem ? [state.problem.code] : [])].join('  '));
  };
  const progress = new Progress(client, (document) => {
    states.set(document.id, document);
    showEnd(document.id);
  });
  const ids = new Set<string>();
  try {
    await upload(client, files, groups, (id, name) => {
      ids.add(id);
      open.set(id, name);
      showEnd(id);
    });
    await progress.untilEnded([...ids]);
  } finally {
    await progress.close();
  }
}

async function upload(
  client: Client,
  files: readonly DemoFile[],
  groups: string[] | null,
  acknowledged: (id: string, name: string) => void,
): Promise<void> {
  const queue = files.values();
  const uploader = async () => {
    for (const { path, name } of queue) {
      const { id } = await client.upload({ name, bytes: await readFile(path), groups });
      acknowledged(id, name);
    }
  };
  await Promise.all(Array.from({ length: uploadsAtOnce }, uploader));
}
