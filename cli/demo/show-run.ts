import type { RunEventData } from 'tributary/client';

/** Where a command shows things to people. */
export interface Show {
  line(text: string): void;
  part(text: string): void;
}

/** Shows a run as it comes, then its citations. Returns how it ended: the type of its last event. */
export async function showRun(events: AsyncIterable<RunEventData>, show: Show): Promise<string | null> {
  let last: RunEventData | null = null;
  const citations: string[] = [];
  for await (const event of events) {
    last = event;
    if (event.__typename === 'TextDelta') show.part(String(event.text));
    if (event.__typename === 'RunRestarted') show.part('\n');
    if (event.__typename === 'Citation') citations.push(citationLine(event));
    if (event.__typename === 'RunFailed') show.part(`${String(event.code)}: ${String(event.message)}`);
    if (event.__typename === 'RunFinished') show.part(outcomeOf(event));
  }
  show.line('');
  for (const line of citations) show.line(line);
  return last?.__typename ?? null;
}

function outcomeOf({ result }: RunEventData): string {
  const { __typename, reason, resetsAt } = result as {
    __typename: string;
    reason?: string;
    resetsAt?: string;
  };
  if (__typename === 'Answer') return '';
  const until = resetsAt ? `; it begins anew at ${resetsAt}` : '';
  return ` (${__typename}: ${reason ?? ''}${until})`;
}

function citationLine({ document, page, quote }: RunEventData): string {
  const name = (document as { name: string } | null)?.name ?? 'a document that may not be read';
  return `  – ${name}, page ${String(page)}: «${short(String(quote).replace(/\s+/g, ' '))}»`;
}

const longest = 100;
const short = (text: string) => (text.length <= longest ? text : `${text.slice(0, longest - 1).trimEnd()}…`);
