import Database from 'better-sqlite3';
import * as sqliteVec from 'sqlite-vec';
import { AppError } from 'tributary/sdk';
import { FACTS_TABLE, FactColumns } from './facts.js';
import { PostingCache } from './posting-cache.js';
import { FORMAT, SCHEMA, SPACE_TABLE } from './schema.js';
import { joinSummaries, type Summaries } from './summaries.js';
import { WORD_ORDER_TABLE } from './word-order.js';

const BUSY_MS = 5_000;

/** Access lists and kinds by number, and the summaries of all documents: read anew when another connection wrote. */
export interface Directory {
  readonly summaries: Summaries;
  readonly access: ReadonlyMap<number, readonly string[]>;
  readonly kinds: ReadonlyMap<string, number>;
}

/** An open index file: a connection, its prepared statements, and the directory of its documents. */
export class IndexFile {
  readonly database: Database.Database;
  readonly #statements = new Map<string, Database.Statement<unknown[], unknown>>();
  /** What is known of documents beside their text, within a transaction. */
  readonly facts = new FactColumns(this);
  /** Of the moment of the last `directory`. */
  readonly postings = new PostingCache();
  #directory: { version: number; value: Directory } | null = null;
  /** Raised by our own writes, which `data_version` does not show. */
  #writes = 0;

  /** Opens (or creates) the file. Throws `INDEX_UNAVAILABLE` when it has another format. */
  constructor(readonly path: string) {
    this.database = new Database(path, { timeout: BUSY_MS });
    this.database.pragma('journal_mode = WAL');
    this.database.pragma('synchronous = NORMAL');
    this.database.pragma('secure_delete = ON');
    this.database.pragma('cache_size = -8000');
    this.database.pragma('mmap_size = 268435456');
    sqliteVec.load(this.database);
    const format = this.#format();
    if (format === 0) this.#create();
    else if (format !== FORMAT) throw new AppError('INDEX_UNAVAILABLE', { reason: `format ${format}` });
    this.database.exec(SPACE_TABLE);
    this.database.exec(FACTS_TABLE);
    this.database.exec(WORD_ORDER_TABLE);
  }

  all<Row>(sql: string, ...parameters: unknown[]): Row[] {
    return this.#prepare(sql).all(...parameters) as Row[];
  }

  get<Row>(sql: string, ...parameters: unknown[]): Row | undefined {
    return this.#prepare(sql).get(...parameters) as Row | undefined;
  }

  run(sql: string, ...parameters: unknown[]): number {
    return Number(this.#prepare(sql).run(...parameters).lastInsertRowid);
  }

  /** One transaction for reading: all that a query reads is of one moment. */
  read<T>(work: () => T): T {
    return this.database.transaction(work).deferred();
  }

  /** One transaction for writing; waits for another writer at most five seconds. */
  write<T>(work: () => T): T {
    try {
      return this.database.transaction(work).immediate();
    } finally {
      this.#writes++;
    }
  }

  /** Within a transaction, before its postings are read. */
  directory(): Directory {
    const version = Number(this.database.pragma('data_version', { simple: true })) * 1e6 + this.#writes;
    if (this.#directory?.version !== version) {
      this.#directory = { version, value: this.#load() };
      this.postings.clear();
    }
    return this.#directory.value;
  }

  /** Moves everything into the main file and empties the log, so that deleted bytes are gone from both. */
  scrub(): void {
    const [result] = this.database.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
    if (result?.busy !== 0) throw new AppError('INDEX_UNAVAILABLE', { reason: 'readers hold the log' });
  }

  close(): void {
    this.database.close();
  }

  #format(): number {
    return Number(this.database.pragma('user_version', { simple: true }));
  }

  /** Another thread may create the same file at the same time: one of them does, under the write lock. */
  #create(): void {
    this.write(() => {
      if (this.#format() !== 0) return;
      this.database.exec(SCHEMA);
      this.database.pragma(`user_version = ${FORMAT}`);
    });
  }

  #load(): Directory {
    const access = this.all<{ number: number; principals: string }>('select number, principals from access');
    const kinds = this.all<{ number: number; name: string }>('select number, name from kind');
    return {
      summaries: joinSummaries(
        this.all<{ block: number; entries: Uint8Array }>('select block, entries from summary'),
      ),
      access: new Map(access.map(({ number, principals }) => [number, principalsOf(principals)])),
      kinds: new Map(kinds.map(({ number, name }) => [name, number])),
    };
  }

  #prepare(sql: string): Database.Statement<unknown[], unknown> {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.database.prepare<unknown[], unknown>(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

/** How an access list is stored: sorted, so that equal lists are one row. */
export function principalsText(principals: readonly string[]): string {
  return JSON.stringify([...new Set(principals)].sort());
}

function principalsOf(stored: string): string[] {
  const parsed: unknown = JSON.parse(stored);
  return Array.isArray(parsed) ? parsed.map(String) : [];
}
