import { joinPeople } from './people.js';
import type { Receiver } from './receiver.js';
import { approve } from './steps/approve.js';
import { arrive } from './steps/arrive.js';
import { askForTwo } from './steps/ask-for-two.js';
import { seeNotified, setUpAutomation } from './steps/automate.js';
import { explainAnomaly } from './steps/explain-anomaly.js';
import { flagDuplicate } from './steps/flag-duplicate.js';
import { matchOrders } from './steps/match-orders.js';
import { nameTrend } from './steps/name-trend.js';
import { readFields } from './steps/read-fields.js';
import { talk } from './steps/talk.js';
import { verifyRecord } from './steps/verify-record.js';
import { Story, type StoryOptions } from './story.js';

/** Tells the story of one company from its orders to the verified record, step by step, through the public API. */
export async function tellErpStory(options: StoryOptions, receiver: Receiver): Promise<void> {
  const story = new Story(options);
  let chapter = 0;
  const begin = (title: string) => options.show.line(`\n${++chapter}. ${title}`);
  try {
    begin('Three people join');
    const people = await joinPeople(story);
    story.tell(`${people.clerk.name} files; ${people.buyer.name} and ${people.head.name} decide.`);
    await askForTwo(story);
    const { secret } = await setUpAutomation(story, people, receiver);
    begin('Orders and invoices arrive');
    await arrive(story);
    begin('Fields are extracted, in three languages');
    await readFields(story);
    begin('Invoices are matched with their orders; a rule holds back the one that is 3 % above');
    const matched = await matchOrders(story);
    begin('An invoice came twice');
    await flagDuplicate(story);
    begin('What is unusual says why');
    await explainAnomaly(story);
    begin('Two people approve');
    await approve(story, people, matched);
    begin('An automation tells the ledger');
    await seeNotified(story, receiver, secret);
    begin('The assistant is asked, and proposes a payment note');
    const { proposal } = await talk(story, people);
    begin('An insight names the trend');
    await nameTrend(story);
    begin('The record');
    await verifyRecord(story, people, { matched, approvalId: proposal.id });
  } finally {
    await story.close();
  }
}
