import { openEvents, readEvents } from '../../gateway/test/event-stream.js';
import type { Caller } from '../caller.js';

/** Changes that come or do not; all other streams begin with an event or end. */
const isLive = /(recommendation|review)Changed|notificationReceived|insightFound/;
/** A run of a workflow may be about to begin: it is looked for during ten seconds, and longer on a busy machine. */
const isLate = /workflowRunChanged/;
const silenceMs = { live: 700, late: 45_000, other: 15_000 } as const;
const patienceFor = (query: string): number =>
  isLive.test(query) ? silenceMs.live : isLate.test(query) ? silenceMs.late : silenceMs.other;

/** How one operation was answered; an id that it names and those of the request and of a run that it began are taken out. */
export async function answerTo(
  caller: Caller,
  { query, variables, named }: { query: string; variables: Record<string, unknown>; named: string },
): Promise<string> {
  const text = query.startsWith('subscription')
    ? await firstEvents(caller, query, variables)
    : (await caller.post(query, variables)).text;
  return text.replaceAll(named, '<id>').replace(/"(requestId|runId)":"[^"]*"/g, '"$1":""');
}

/** What a subscription says until it ends, or until it has been silent for a while. */
async function firstEvents(
  caller: Caller,
  query: string,
  variables: Record<string, unknown>,
): Promise<string> {
  const left = new AbortController();
  const patienceMs = patienceFor(query);
  let timer = setTimeout(() => left.abort(), patienceMs);
  const seen: string[] = [];
  try {
    const options = { token: caller.token, signal: left.signal };
    const response = await openEvents(`${caller.url}/graphql`, { query, variables }, options);
    if (!response.headers.get('content-type')?.includes('event-stream')) return await response.text();
    for await (const { event, data } of readEvents(response)) {
      seen.push(`${event} ${data}`);
      clearTimeout(timer);
      timer = setTimeout(() => left.abort(), patienceMs);
    }
  } catch (error) {
    if (!left.signal.aborted) throw error;
    seen.push('silence');
  } finally {
    clearTimeout(timer);
  }
  return seen.join('\n');
}
