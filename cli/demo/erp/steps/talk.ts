import { operation } from 'tributary/client';
import { type Approval, Conversation, type Said } from '../conversation.js';
import type { People } from '../people.js';
import { eventually, found, type Story } from '../story.js';

/** What the clerk asks. */
const question = 'When is an invoice that is above its order paid?';
export const noteName = 'payment-note-rl-2087.md';
export const noteText =
  'Invoice RL-2087 of Rathmore Lighting is paid: EUR 1,895.20 net, EUR 55.20 above order PO-5104. Approved by two people.';
const request = `Please write a payment note with the name "${noteName}" and the text "${noteText}"`;

const findNote = operation<{ documents: { nodes: { id: string; name: string; status: string }[] } }>(
  'query FindNote { documents(first: 5) { nodes { id name status } } }',
);

export interface Talked {
  answer: Said;
  /** As it was proposed, before anybody approved. */
  proposal: Approval;
  /** Documents of the note's name while it waited. */
  writtenBefore: number;
  approved: Approval;
  noteId: string;
}

/** The assistant answers from the documents; then it proposes a payment note, which a person approves. */
export async function talk(story: Story, { clerk }: People): Promise<Talked> {
  const conversation = await Conversation.begin(story, clerk, 'RL-2087');
  const answer = await conversation.say(question);
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
  return { answer, proposal, writtenBefore: before.length, approved, noteId: note.id };
}

async function notes(story: Story) {
  const { documents } = await story.admin.request(findNote, {});
  return documents.nodes.filter(({ name }) => name === noteName);
}
