import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { operation } from 'tributary/client';
import { repositoryRoot } from '#platform/config';
import { joinPeople, type People } from '../cli/demo/erp/people.js';
import { type Receiver, startReceiver } from '../cli/demo/erp/receiver.js';
import { approve } from '../cli/demo/erp/steps/approve.js';
import { arrive } from '../cli/demo/erp/steps/arrive.js';
import { askForTwo } from '../cli/demo/erp/steps/ask-for-two.js';
import { seeNotified, setUpAutomation } from '../cli/demo/erp/steps/automate.js';
import { explainAnomaly } from '../cli/demo/erp/steps/explain-anomaly.js';
import { flagDuplicate } from '../cli/demo/erp/steps/flag-duplicate.js';
import { type Matched, matchOrders } from '../cli/demo/erp/steps/match-orders.js';
import { nameTrend } from '../cli/demo/erp/steps/name-trend.js';
import { readFields } from '../cli/demo/erp/steps/read-fields.js';
import { noteName, noteText, talk } from '../cli/demo/erp/steps/talk.js';
import { verifyRecord } from '../cli/demo/erp/steps/verify-record.js';
import { Story } from '../cli/demo/erp/story.js';
import { TestSystem } from '../testkit/system.js';

/*
 * What `npm run demo -- --story erp` tells, step by step, on the whole system: each step throws when what it tells of is
 * not there, and here it is asked whether it tells the right thing.
 */

/** A model that asks for the tool when it is told to write the note, and else answers as a benign one. */
const models = {
  targets: {
    scripted: {
      provider: 'scripted',
      model: 'scripted',
      script: {
        answers: [
          {
            when: 'please write a payment note',
            parts: [
              { toolCall: { name: 'WritePaymentNote', arguments: { name: noteName, text: noteText } } },
            ],
          },
          { when: 'please write a payment note', parts: ['The payment note is written.'] },
        ],
      },
    },
  },
  aliases: { chat: 'scripted' },
};

/** The plugins of which `examples/queries` holds a document, and what its answer has to say. */
const said = {
  advice: '(+3.0 %)',
  answers: 'policies/payment-policy.md',
  assistant: '"conversationId"',
  automation: 'An invoice: history/',
  classification: '"CONFIDENTIAL"',
  evaluation: '"supportedShare":0.5',
  extraction: 'PO-5103',
  guard: 'instruction.override',
  insights: 'Elbkai Spedition GmbH',
  notifications: '"recipients":4',
  search: 'Rathmore Lighting Ltd',
  summarization: '"result":{"__typename":',
};

describe.each(['no model', 'the model `scripted`'])('the story of a company, with %s', (model) => {
  let folder: string;
  let receiver: Receiver;
  let system: TestSystem;
  let story: Story;
  let people: People;
  let matched: Matched;
  let secret: string;
  let approvalId: string;
  const told: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tributary-story-'));
    const file = join(folder, 'models.json');
    await writeFile(file, JSON.stringify(models));
    receiver = await startReceiver();
    system = await TestSystem.start({
      settings: { EGRESS_ALLOW: receiver.host, ...(model === 'no model' ? {} : { MODELS: `file:${file}` }) },
    });
    const show = { line: (text: string) => void told.push(text), part: () => undefined };
    story = new Story({ url: system.url, token: system.token, show });
    people = await joinPeople(story);
  });
  afterAll(async () => {
    await story?.close();
    await system?.close();
    await receiver?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('a policy asks for two people', async () => {
    expect(await askForTwo(story)).toEqual({ approvals: 2 });
  });

  it('an automation is set up that tells the ledger by webhook', async () => {
    ({ secret } = await setUpAutomation(story, people, receiver));
  });

  it('orders and invoices arrive and are read', async () => {
    const { documents, unsure } = await arrive(story);
    expect(documents).toBeGreaterThan(60);
    expect(unsure).toBeLessThan(model === 'no model' ? 1 : 5);
  });

  it('fields are extracted in three languages', async () => {
    expect(await readFields(story)).toMatchObject([
      { kind: 'purchase_order', order: 'PO-5104', net: 1840 },
      { kind: 'invoice', number: 'RL-2087', order: 'PO-5104', net: 1895.2 },
      { kind: 'invoice', number: 'RL-2071', order: 'PO-5101', net: 1992 },
      { kind: 'invoice', number: 'KH-2026-311', order: 'PO-5102', net: 1860 },
      { kind: 'invoice', number: 'TA-2026-208', order: 'PO-5103', net: 1179 },
    ]);
  });

  it('an invoice 3 % above its order is sent to a person by a rule, the others are not', async () => {
    matched = await matchOrders(story);
    expect(matched.open.map(({ state }) => state)).toEqual(['OPEN', 'OPEN', 'OPEN']);
    expect(matched.held.title).toContain('PO-5104');
    expect(matched.held.rationale).toContain('3.0 %');
    expect(matched.held.verdicts).toContainEqual(
      expect.objectContaining({ rule: 'order-within-tolerance', result: 'REVIEW' }),
    );
    expect(matched.review).toMatchObject({ state: 'OPEN', outcome: null });
  });

  it('a duplicate is flagged, with the one that came first', async () => {
    const flag = await flagDuplicate(story);
    expect(flag).toMatchObject({ state: 'OPEN', verdicts: [{ result: 'PASSED' }] });
    expect(flag.title).toContain('factura-alameda-208-copia.eml');
  });

  it('an anomaly is explained', async () => {
    const { amount, text, bank } = await explainAnomaly(story);
    expect(amount).toContain('10.4 times the usual');
    if (model === 'no model') expect(text).toContain(amount);
    expect(text.length).toBeGreaterThan(20);
    expect(bank).toMatch(/bank|IBAN/i);
  });

  it('a person approves with four eyes', async () => {
    expect(await approve(story, people, matched)).toEqual({
      afterFirst: 'PARTLY_APPROVED',
      heldAfterFirst: 'NEEDS_REVIEW',
      early: 'CONFLICT',
      refused: 'CONFLICT',
      review: { id: matched.review.id, state: 'RESOLVED', outcome: 'APPROVED' },
      recommendation: 'ACCEPTED',
    });
  });

  it('the automation notifies by a signed webhook, once', async () => {
    const { calls, run } = await seeNotified(story, receiver, secret);
    expect(run).toMatchObject({ state: 'FINISHED', steps: [{ name: 'tell', state: 'DONE' }] });
    expect(calls).toHaveLength(1);
    expect(calls[0]).toMatchObject({ type: 'automation.invoice-approved' });
    expect(JSON.stringify(calls[0])).toContain('invoice-rathmore-2087.md');
    await expect(receiver.signedWith(`whsec_${Buffer.alloc(32).toString('base64')}`)).rejects.toThrow();
  });

  it('the assistant answers with citations, and writes a payment note once it is approved', async () => {
    const { onInvoice, onPolicy, proposal, writtenBefore, approved, note } = await talk(story, people);
    approvalId = proposal.id;
    expect(onInvoice.turn.state).toBe('ANSWERED');
    expect(onInvoice.cited.length).toBeGreaterThan(0);
    expect(onPolicy.turn.state).toBe('ANSWERED');
    expect(onPolicy.cited).toContain('policies/payment-policy.md');
    if (model === 'no model') {
      expect(onInvoice.turn.text).toContain('EUR 88.45 a floor lamp; we ordered at EUR 85.00');
      expect(onInvoice.cited).toContain('threads/ticket-118-broken-lamps.txt');
      expect(onPolicy.turn.text).toContain('two people');
    }
    expect(proposal).toMatchObject({
      tool: 'WritePaymentNote',
      arguments: { name: noteName, text: noteText },
      state: 'PENDING',
    });
    expect(writtenBefore).toBe(0);
    expect(approved).toMatchObject({ state: 'EXECUTED', error: null });
    expect(JSON.stringify(approved.output)).toContain(note.id);
    expect(note.pages.nodes.map(({ text }) => text.trim())).toEqual([noteText]);
  });

  it('an insight names the trend, and its numbers can be computed again', async () => {
    const { insight, isSame } = await nameTrend(story);
    expect(insight).toMatchObject({ direction: 'UP', metric: 'invoiced-amount' });
    expect(insight.text).toContain('Elbkai Spedition GmbH');
    expect(insight.numbers.length).toBeGreaterThan(0);
    expect(isSame).toBe(true);
  });

  it('the chain verifies, and the record of the decision holds all that it rests on', async () => {
    const { valid, decision, happened } = await verifyRecord(story, people, { matched, approvalId });
    expect(valid).toBe(true);
    expect(decision).toMatchObject({
      plugin: 'advice',
      engine: 'BUILT_IN',
      outcome: 'Answer',
      inputHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      outputHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    const files = ['orders/po-5104-rathmore.md', 'invoices/invoice-rathmore-2087.md'];
    const ids = files.map((name) => story.id(name));
    expect(decision.documentIds).toEqual(expect.arrayContaining(ids));
    expect(decision.evidence.map(({ documentId }) => documentId)).toEqual(expect.arrayContaining(ids));
    expect(decision.verdicts).toContainEqual(
      expect.objectContaining({ rule: 'order-within-tolerance', result: 'REVIEW' }),
    );
    const { buyer, head, clerk } = people;
    expect(happened.map(({ action, actor }) => [action, actor])).toEqual([
      ['reviews.approve', buyer.actor],
      ['reviews.resolve', head.actor],
      ['recommendations.decide', clerk.actor],
      ['assistant.proposeToolCall', clerk.actor],
      ['assistant.approveToolCall', clerk.actor],
      ['assistant.beginToolCall', clerk.actor],
      ['assistant.endToolCall', clerk.actor],
    ]);
  });

  it('the ledger was told once, to the end', async () => {
    expect(await receiver.signedWith(secret)).toHaveLength(1);
  });

  it.each(Object.entries(said))('examples/queries/%s.graphql answers', async (plugin, words) => {
    const text = JSON.stringify(await answersOf(plugin));
    expect(text).not.toContain('"code":');
    expect(text).toContain(words);
  });

  /** Every answer to the document of a plugin: one, or the events of a run. */
  async function answersOf(plugin: string): Promise<unknown[]> {
    const source = await readFile(join(repositoryRoot, `examples/queries/${plugin}.graphql`), 'utf8');
    const asked = operation<Record<string, unknown>, Record<string, never>>(source);
    if (!source.startsWith('subscription')) return [await story.admin.request(asked, {})];
    const events: unknown[] = [];
    for await (const event of story.admin.subscribe(asked, {})) events.push(event);
    return events;
  }
});
