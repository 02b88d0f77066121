import { AppError, z } from 'tributary/sdk';
import type { Keys, Screening, Transaction } from '#platform';
import { keepRunNames, readRunNames } from '#platform/run-log';
import { type Named, Pseudonyms, restored } from './pseudonyms.js';
import type { OpenRun } from './run-frame.js';
import type { RunnerParts } from './runner-parts.js';
import { mayRead } from './stored-results.js';
import { mapTexts } from './texts.js';

/** Whose key encrypts what placeholders stand for. */
const subject = 'pseudonyms';
const named = z.array(z.tuple([z.string(), z.string()]));
/** A run of a conversation names the run before it. */
const following = z.looseObject({ previousRunId: z.uuid() });

/** The placeholders of a run: it goes on with those of the run that its input follows, if its caller may read that one. */
export async function openPseudonyms(
  { personalData }: Screening,
  { context }: OpenRun,
  input: unknown,
  { database, ports, access, keys }: Pick<RunnerParts, 'database' | 'ports' | 'access' | 'keys'>,
): Promise<Pseudonyms | null> {
  if (!personalData) return null;
  const followed = following.safeParse(input);
  if (!followed.success) return new Pseudonyms(personalData);
  const { previousRunId } = followed.data;
  const earlier = await database.tenant(context.tenant, async (tx) => {
    const run = await ports.runRecords.find(tx, previousRunId);
    if (!run || !(await mayRead(tx, context, run, access))) return [];
    return (await readNamed(tx, [previousRunId], keys)).get(previousRunId) ?? [];
  });
  return new Pseudonyms(personalData, earlier);
}

/** Keeps them encrypted beside the log of the run, which has begun. */
export async function keepPseudonyms(
  tx: Transaction,
  runId: string,
  pseudonyms: Pseudonyms | null,
  keys: Keys,
): Promise<void> {
  if (!pseudonyms || pseudonyms.named.length === 0) return;
  const plain = Buffer.from(JSON.stringify(pseudonyms.named));
  await keepRunNames(tx, runId, await keys.encrypt(tx, subject, plain));
}

/** For runs that the caller may read: makes of what was kept of them, with placeholders, what it was. */
export async function restorers(
  tx: Transaction,
  runIds: readonly string[],
  keys: Pick<Keys, 'decrypt'>,
): Promise<ReadonlyMap<string, (kept: unknown) => unknown>> {
  const all = [...(await readNamed(tx, runIds, keys))];
  return new Map(
    all.map(([runId, names]) => {
      const values = new Map(names);
      return [runId, (kept: unknown) => mapTexts(kept, (text) => restored(text, values))];
    }),
  );
}

/** Without its key nothing of it is known any more. */
async function readNamed(
  tx: Transaction,
  runIds: readonly string[],
  keys: Pick<Keys, 'decrypt'>,
): Promise<ReadonlyMap<string, Named>> {
  const read = new Map<string, Named>();
  for (const [runId, cipher] of await readRunNames(tx, runIds)) {
    try {
      const plain = await keys.decrypt(tx, subject, cipher);
      read.set(runId, named.parse(JSON.parse(Buffer.from(plain).toString('utf8'))));
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'KEY_GONE') throw error;
    }
  }
  return read;
}
