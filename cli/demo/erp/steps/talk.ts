import { operation } from 'tributary/client';
import { type Approval, Conversation, type Said } from '../conversation.js';
import type { People } from '../people.js';
import { eventually, found, type Story } from '../story.js';

/** What the clerk asks about what holds for such invoices, and about this one. */
const aboutPolicy = 'When is an invoice that is above its order paid?';
const aboutIt = 'What does invoice RL-2087 charge a floor lamp, and at what price was it ordered?';
export const noteName = 'payment-note-rl-2087.md';
export const noteText =
  'Invoice RL-2087 of Rathmore Lighting is paid: EUR 1,895.20 net, EUR 55.20 above order PO-5104. Approved by two people.';
const request = `Please write a payment note with the name "${noteName}" and the text "${noteText}"`;

interface Note {
  id: string;
  name: string;
  status: string;
  pages: { nodes: { text: string }[] };
}
const findNote = operation<{ documents: { nodes: Note[] } }>(
  'query FindNote { documents(first: 5) { nodes { id name status pages(first: 1) { nodes { text } } } } }',
);

export interface Talked {
  /** On the invoice that was above its order. */
  onInvoice: Said;
  /** On what the company's policy says. */
  onPolicy: Said;
  /** As it was proposed, before anybody approved. */
  proposal: Approval;
  /** Documents of the note's name while it waited. */
  writtenBefore: number;
  approved: Approval;
  note: Note;
}

/** The assistant answers from the documents; then it proposes a payment note, which a person approves. */
export async function talk(story: Story, { clerk }: People): Promise<Talked> {
  const conversation = await Conversation.begin(story, clerk, 'RL-2087');
  const onPolicy = await conversation.say(aboutPolicy);
  const onInvoice = await conversation.say(aboutIt);
  const asked = await conversation.say(request);
  const [waiting] = asked.turn.toolApprovals;
  const proposal = found(waiting, 'a proposed call');
  const before = await notes(story);
  story.tell(`It waits for approval: ${proposal.tool} ${JSON.stringify(proposal.arguments)}`);
  story.tell(`  fingerprint ${proposal.fingerprint.slice(0, 16)}…, nothing is written yet`);
  const done = await conversation.approve(proposal);
  const approved = found(
    done.turn.toolApprovals.find(({ id }) => id === proposal.id),
    'the approved call',
  );
  const note = await eventually('the payment note to be read', async () =>
    (await notes(story)).find(({ status }) => status === 'READY' || status === 'NEEDS_REVIEW'),
  );
  story.tell(`${clerk.name} approves; ${note.name} is a document now.`);
  return { onInvoice, onPolicy, proposal, writtenBefore: before.length, approved, note };
}

async function notes(story: Story): Promise<Note[]> {
  const { documents } = await story.admin.request(findNote, {});
  return documents.nodes.filter(({ name }) => name === noteName);
}
