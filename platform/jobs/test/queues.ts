import { execFileSync } from 'node:child_process';
import { startMachineRedis, type TestServer } from '../../../testkit/servers.js';

/** What a queue can be kept in, and how to start one. */
interface QueueKind {
  name: string;
  missing: boolean;
  start(): Promise<TestServer>;
}

const kinds: readonly QueueKind[] = [
  {
    name: 'the database',
    missing: false,
    start: async () => ({ url: 'database:', stop: async () => undefined }),
  },
  { name: 'Redis (needs redis-server)', missing: !hasRedis(), start: startRedis },
];

/** Declares the tests once for each kind of queue that this machine has; the others are skipped by name. */
export function onEveryQueue(declare: (start: QueueKind['start']) => void): void {
  for (const { name, missing, start } of kinds)
    (missing ? describe.skip : describe)(`on ${name}`, () => declare(start));
}

async function startRedis(): Promise<TestServer> {
  const server = await startMachineRedis();
  if (server === null) throw new ReferenceError('redis-server has gone');
  return server;
}

function hasRedis(): boolean {
  try {
    execFileSync('redis-server', ['--version']);
    return true;
  } catch {
    return false;
  }
}
