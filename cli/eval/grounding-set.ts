import { type Client, createClient, operation } from 'tributary/client';
import { AppError } from 'tributary/sdk';
import { balancedAccuracy, type ClaimKind } from '#text';
import { withOwnSystem } from '../own-system.js';
import type { SetOptions } from './evaluation-set.js';
import { figureOfDecisions, type Measured, percentile } from './figure.js';
import { type GroundingRecord, readGrounding } from './grounding-records.js';

interface Checked {
  supported: boolean;
  score: number;
}
interface Asked {
  records: GroundingRecord[];
  source: string;
}

const requestsAtOnce = 6;
const mostClaims = 50;

const checkClaims = operation<
  { checkClaims: { __typename: string; message?: string; claims?: Checked[] } },
  { input: { claims: string[]; sources: string[]; kind: ClaimKind } }
>(`mutation CheckClaims($input: CheckClaimsInput!) {
  checkClaims(input: $input) {
    __typename
    ... on CheckedClaims { claims { supported score } }
    ... on Failure { message }
  }
}`);

/** Sends claims with their sources through `checkClaims` of the product's public API. */
export function groundingSet(kind: ClaimKind, compared: { floor: number; published: string | null }) {
  return async ({ data, split }: SetOptions): Promise<Measured | string> => {
    const records = await readGrounding(data, split, kind);
    if (typeof records === 'string') return records;
    return withOwnSystem({}, async ({ url, token }) => {
      const client = createClient({ url, token });
      try {
        const found = new Map<string, Checked>();
        const times = await checkAll(client, kind, bySource(records), found);
        const decided = records.map(({ id: record, supported: expected }) => ({
          record,
          expected,
          found: found.get(record)?.supported === true,
        }));
        return {
          records: records.length,
          door: 'checkClaims of the public API',
          figures: [figureOfDecisions('balanced accuracy', decided, balancedAccuracy, compared)],
          times: [
            { name: 'a claim', ms: times.reduce((sum, ms) => sum + ms, 0) / records.length },
            { name: 'a request, 95th percentile', ms: percentile(times, 0.95) },
          ],
          misses: records.flatMap(({ id, supported }) => {
            const given = found.get(id);
            return given?.supported === supported
              ? []
              : [{ record: id, field: 'supported', expected: supported, found: given?.score ?? null }];
          }),
        };
      } finally {
        await client.close();
      }
    });
  };
}

function bySource(records: readonly GroundingRecord[]): Asked[] {
  const groups = Map.groupBy(records, ({ source }) => source);
  return [...groups].flatMap(([source, all]) =>
    Array.from({ length: Math.ceil(all.length / mostClaims) }, (_, at) => ({
      source,
      records: all.slice(at * mostClaims, (at + 1) * mostClaims),
    })),
  );
}

async function checkAll(
  client: Client,
  kind: ClaimKind,
  asked: readonly Asked[],
  found: Map<string, Checked>,
): Promise<number[]> {
  const times: number[] = [];
  const queue = asked.values();
  const asker = async () => {
    for (const { source, records } of queue) {
      const began = performance.now();
      const input = { claims: records.map(({ claim }) => claim), sources: [source], kind };
      const { checkClaims: outcome } = await client.request(checkClaims, { input });
      if (!outcome.claims) {
        const reason = `checkClaims gave ${outcome.__typename}: ${outcome.message ?? ''}`;
        throw new AppError('BAD_USER_INPUT', { reason });
      }
      for (const [at, { id }] of records.entries()) {
        const checked = outcome.claims[at];
        if (checked) found.set(id, checked);
      }
      times.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: requestsAtOnce }, asker));
  return times;
}
