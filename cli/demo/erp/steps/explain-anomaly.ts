import type { RunEventData } from 'tributary/client';
import { explain } from '../../operations/index.js';
import { documentOf, recommendedOf } from '../documents.js';
import { found, type Story } from '../story.js';

const tenfold = 'invoices/rechnung-kessler-340.txt';
const otherBank = 'invoices/rechnung-kessler-352-neue-bank.txt';

export interface Explained {
  /** Why a person should look at the invoice that charges ten times the usual. */
  amount: string;
  /** The streamed explanation of it. */
  text: string;
  /** Why a person should look at the one that names another bank account. */
  bank: string;
}

/** What is unusual says why. */
export async function explainAnomaly(story: Story): Promise<Explained> {
  const amount = await reviewOf(story, tenfold);
  story.tell(`! ${amount.title}: ${amount.rationale}`);
  let text = '';
  const events = story.admin.follow(explain, { id: amount.id });
  await story.follow(
    '',
    kept(events, (delta) => (text += delta)),
  );
  const bank = await reviewOf(story, otherBank);
  story.tell(`! ${bank.title}: ${bank.rationale}`);
  return { amount: amount.rationale, text, bank: bank.rationale };
}

async function reviewOf(story: Story, name: string) {
  const [review] = recommendedOf(await documentOf(story, name), 'REVIEW');
  return found(review, `a reason to look at ${name}`);
}

async function* kept(
  events: AsyncIterable<RunEventData>,
  keep: (delta: string) => void,
): AsyncGenerator<RunEventData> {
  for await (const event of events) {
    if (event.__typename === 'TextDelta') keep(String(event.text));
    yield event;
  }
}
