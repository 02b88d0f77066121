import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { type Client, type ClientOptions, createClient } from 'tributary/client';
import { discardEmbedded, startEmbedded } from '#platform/database';
import { type RunningSystem, startSystemProcess } from '../cli/demo/running-system.js';

export interface SystemOptions {
  settings?: Readonly<Record<string, string>>;
  /** One process for each entry, with the roles it names; by default one that serves everything. */
  roles?: readonly string[];
  /** Connection string of the administrator of a database that is not embedded. */
  databaseAdminUrl?: string;
  /** Keep what it logs, to be read as `output`. */
  keepOutput?: boolean;
}

const stopMs = 30_000;
const pollMs = 25;

/** The whole system as its users meet it: processes of its own, a data folder of its own, free ports. */
export class TestSystem {
  readonly #options: SystemOptions;
  readonly #clients: Client[] = [];
  #processes: RunningSystem[] = [];
  #further: Readonly<Record<string, string>> = {};
  #errors = '';
  #output = '';

  private constructor(
    readonly dataDir: string,
    options: SystemOptions,
  ) {
    this.#options = options;
  }

  /** Starts it on an empty data folder. Call `close` in `afterAll`. */
  static async start(options: SystemOptions = {}): Promise<TestSystem> {
    const system = new TestSystem(await mkdtemp(join(tmpdir(), 'tributary-system-')), options);
    await system.start();
    return system;
  }

  /** Starts it again on what it left behind, with further settings perhaps. */
  async start(further: Readonly<Record<string, string>> = {}): Promise<void> {
    this.#further = { ...this.#further, ...further };
    const roles = this.#options.roles ?? [undefined];
    const started = await Promise.allSettled(roles.map((role) => this.#launch(role)));
    this.#processes = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const failed = started.find((one) => one.status === 'rejected');
    if (!failed) return;
    await this.stop();
    throw new AggregateError([failed.reason], `${String(failed.reason)}\n${this.#errors}`);
  }

  /** `kill -9` of the process that serves these roles; another takes its place. */
  async replace(role: string): Promise<void> {
    const at = (this.#options.roles ?? []).indexOf(role);
    const [killed] = this.#processes.splice(at, 1);
    if (!killed) throw new RangeError(`no process serves ${role}`);
    await end(killed, 'SIGKILL');
    this.#processes.splice(at, 0, await this.#launch(role));
  }

  #launch(role: string | undefined): Promise<RunningSystem> {
    const chosen = { ...this.#options.settings, ...this.#further };
    const settings = { DATA_DIR: this.dataDir, PORT: '0', PROFILE: 'development', ...chosen };
    const onErrorOutput = (text: string) => {
      this.#errors += text;
    };
    const onOutput = (text: string) => {
      this.#output += text;
    };
    const kept = this.#options.keepOutput ? { onOutput } : {};
    return startSystemProcess(settings, { role, onErrorOutput, ...kept });
  }

  /** Where the gateway answers. */
  get url(): string {
    return this.#gateway().url;
  }

  get token(): string {
    return this.#gateway().token;
  }

  /** What it wrote to standard error since the first start. */
  get errorOutput(): string {
    return this.#errors;
  }

  /** What it logged since the first start, one JSON object a line, besides what it says to a person. */
  get output(): string {
    return this.#output;
  }

  /** A client of the gateway as it answers now; closed with the system. */
  client(options: Partial<ClientOptions> = {}): Client {
    const client = createClient({ url: this.url, token: this.token, ...options });
    this.#clients.push(client);
    return client;
  }

  /** SIGTERM to every process; gives their exit codes when all have ended. */
  async stop(): Promise<(number | null)[]> {
    return this.#end('SIGTERM');
  }

  /** `kill -9`. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async close(): Promise<void> {
    await Promise.all(this.#clients.splice(0).map((client) => client.close()));
    await this.stop();
    await discardEmbedded(join(this.dataDir, 'postgres'));
    await rm(this.dataDir, { recursive: true, force: true });
  }

  /** What the database's administrator sees: every row of every tenant. */
  async query<Row>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    const { databaseAdminUrl } = this.#options;
    if (databaseAdminUrl) return queryAs<Row>(databaseAdminUrl, sql, parameters);
    const server = await startEmbedded(join(this.dataDir, 'postgres'));
    try {
      return await queryAs<Row>(server.adminUrl ?? server.url, sql, parameters);
    } finally {
      await server.close();
    }
  }

  #gateway(): RunningSystem {
    const gateway = this.#processes.find(({ url }) => url !== '');
    if (!gateway) throw new RangeError('the system has not been started');
    return gateway;
  }

  async #end(signal: NodeJS.Signals): Promise<(number | null)[]> {
    const processes = this.#processes;
    this.#processes = [];
    return Promise.all(processes.map((one) => end(one, signal)));
  }
}

/** Gives the exit code when it has ended; `null` when a signal ended it. */
async function end({ process }: RunningSystem, signal: NodeJS.Signals): Promise<number | null> {
  if (!process || process.exitCode !== null || process.signalCode !== null) return process?.exitCode ?? null;
  const exited = once(process, 'exit', { signal: AbortSignal.timeout(stopMs) });
  process.kill(signal);
  await exited;
  return process.exitCode;
}

async function queryAs<Row>(url: string, sql: string, parameters: readonly unknown[]): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query(sql, [...parameters]);
    return rows as Row[];
  } finally {
    await client.end();
  }
}

/** Asks until the answer is there: for what nobody announces. Fails with the last answer after the deadline. */
export async function eventually<T>(
  ask: () => Promise<T>,
  isThere: (answer: T) => boolean = Boolean,
  timeoutMs = 60_000,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (isThere(answer)) return answer;
    if (Date.now() > deadline) throw new RangeError(`still ${JSON.stringify(answer)} after ${timeoutMs} ms`);
    await wait(pollMs);
  }
}
