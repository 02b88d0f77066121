/*
 * A worker in a process of its own, for tests that kill one. It tells its parent what happens; a job `block` never
 * ends here, a job `poison` ends the process.
 */

import { z } from 'tributary/sdk';
import { loadConfig } from '#platform/config';
import { attachServer, openDatabase } from '#platform/database';
import { openSystemDatabase } from '#platform/system';
import { silentLog } from '../../../testkit/silent-log.js';
import { startWorkerHost } from '../index.js';

const [url = '', queueUrl = '', prefix = ''] = process.argv.slice(2);
const config = loadConfig({ DATABASE_URL: url, QUEUE_URL: queueUrl });

const database = await openDatabase(attachServer(url), []);
await startWorkerHost({
  queue: config.queue,
  database,
  system: openSystemDatabase(database),
  identity: { contextOf: async () => null },
  log: silentLog,
  definitions: [
    {
      name: 'block',
      queue: 'ai',
      payload: z.object({}),
      async run(_payload, job) {
        await database.tenant(job.context.tenant, (tx) => job.effect(tx, 'first', { by: 'killed' }));
        process.send?.('running');
        await new Promise(() => undefined);
      },
    },
    {
      name: 'poison',
      queue: 'ai',
      payload: z.object({}),
      run: async () => process.kill(process.pid, 'SIGKILL') as never,
    },
  ],
  handlers: [],
  schedules: [],
  prefix,
});
process.send?.('ready');
