import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, z } from 'tributary/sdk';
import { MaskedIds } from './masked-ids.js';
import { type Scrub, scrubOf } from './scrub-secrets.js';

/** Where a target's exchanges are, and whether they are played back or recorded. */
export interface CassettePlace {
  readonly folder: string;
  readonly isReplayed: boolean;
}

/** A request whose exchanges are in one file. */
export interface Tape {
  readonly file: string;
  readonly ids: MaskedIds;
  /** As it stands in the file. */
  readonly request: unknown;
}

const format = 1;
const hashLength = 16;
const fileForm = z.object({
  format: z.literal(format),
  request: z.unknown(),
  exchanges: z.array(z.unknown()).min(1),
});

/**
 * Recorded exchanges with a provider: a folder with a readable JSON file for each different request, and in it its
 * answers in the order of its repetitions. What is asked more often than it was recorded gets the last answer again.
 */
export class Cassette {
  readonly #folder: string;
  /** Takes the provider's key, and what has the form of one, out of a value. */
  readonly scrub: Scrub;
  /** How often a request was asked, and what was recorded of it here. */
  readonly #asked = new Map<string, number>();
  readonly #recorded = new Map<string, unknown[]>();
  #writing: Promise<void> = Promise.resolve();

  /** @param secrets the provider's key, which stands in no file */
  constructor(folder: string, secrets: readonly (string | null)[]) {
    this.#folder = folder;
    this.scrub = scrubOf(secrets.filter((one) => one !== null));
  }

  /** The file for a request; equal requests of different runs have the same. */
  tape(operation: 'chat' | 'embeddings', model: string, request: unknown): Tape {
    const text = canonical(this.scrub({ operation, model, ...(request as object) }));
    const ids = new MaskedIds(text);
    const masked = ids.mask(text);
    const hash = createHash('sha256').update(masked).digest('hex').slice(0, hashLength);
    const name = `${operation}-${model.replace(/[^\w.-]+/g, '-').slice(0, 60)}-${hash}.json`;
    return { file: join(this.#folder, name), ids, request: JSON.parse(masked) as unknown };
  }

  /** The next recorded answer. @throws AppError `CASSETTE_MISSING` */
  async next({ file, ids }: Tape): Promise<unknown> {
    const at = this.#asked.get(file) ?? 0;
    this.#asked.set(file, at + 1);
    const { exchanges } = await readTape(file);
    const exchange = exchanges[Math.min(at, exchanges.length - 1)];
    return JSON.parse(ids.unmask(JSON.stringify(exchange))) as unknown;
  }

  /** Records an answer behind those of this process; what an earlier one recorded of the request is replaced. */
  async add({ file, ids, request }: Tape, exchange: unknown): Promise<void> {
    const exchanges = this.#recorded.get(file) ?? [];
    this.#recorded.set(file, exchanges);
    exchanges.push(JSON.parse(ids.mask(JSON.stringify(this.scrub(exchange)))));
    const text = `${readable({ format, request, exchanges })}\n`;
    this.#writing = this.#writing.catch(() => undefined).then(() => this.#write(file, text));
    await this.#writing;
  }

  async #write(file: string, text: string): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    // Another thread may record the same request: a file is there whole or not at all.
    const beside = `${file}.${process.pid}-${Math.random().toString(36).slice(2)}.tmp`;
    await writeFile(beside, text);
    await rename(beside, file);
  }
}

async function readTape(file: string): Promise<z.infer<typeof fileForm>> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new AppError('CASSETTE_MISSING', { file }, { cause });
  }
  try {
    return fileForm.parse(JSON.parse(text));
  } catch (cause) {
    throw brokenTape(file, cause);
  }
}

/** A file that somebody changed so that it is no cassette any more. */
export function brokenTape(file: string, cause: unknown): AppError {
  return new AppError('CASSETTE_MISSING', { file, reason: 'the file has another form' }, { cause });
}

/** JSON with sorted keys, so that equal requests are equal texts. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}

/** A vector on one line. */
function readable(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(/\[\s+(?:-?\d[\d.e+-]*,?\s+)+\]/g, (list) =>
    list.replace(/\s+/g, ' '),
  );
}
