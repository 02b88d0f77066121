import { type AIResult, type Citation, type EnginePart, type Granted, z } from 'tributary/sdk';
import { camelParts, codePointLength, sentences } from 'tributary/text';
import { noteRun } from '../conversations/conversation.js';
import { ownTools } from '../tools/own-tools.js';
import type { CallServices, Calls } from './calls.js';
import { describeAnswer } from './describe-answer.js';
import { evidenceOf } from './passages.js';
import { planCall } from './plan.js';
import { Reply } from './reply-text.js';
import type { Step, TurnOutput } from './turn-output.js';

type Services = CallServices & Granted<'runs'>;

const help = /^\W*(?:help|hilfe|ayuda|aide|what can you do|was kannst du|qué puedes hacer)\W*$/iu;
const mostShown = 12;
const answered = z.looseObject({
  text: z.string(),
  claims: z.array(z.looseObject({ text: z.string(), start: z.int(), end: z.int() })).default([]),
});

/**
 * One part of a turn without a model: a call that the words of the message name is made, and what is left is a question
 * for the documents.
 */
export async function* builtInTurn(calls: Calls, services: Services): AsyncGenerator<EnginePart, TurnOutput> {
  const { turn } = calls;
  const reply = new Reply();
  const known = calls.steps.filter(({ outcome }) => outcome === 'WAITING').map(({ callId }) => callId);
  yield* calls.settle();
  if (turn.before) {
    for (const step of calls.steps.filter(({ callId }) => known.includes(callId))) {
      reply.begin();
      yield* reply.say(outcomeOf(step));
    }
    return end(calls, reply);
  }
  for (const task of turn.conversation.kind === 'GOAL' ? tasksOf(turn.message) : [turn.message]) {
    reply.begin();
    yield* done(task, calls, services, reply);
    if (calls.isWaiting) break;
  }
  return end(calls, reply);
}

async function* done(
  task: string,
  calls: Calls,
  services: Services,
  reply: Reply,
): AsyncGenerator<EnginePart, void> {
  if (help.test(task))
    return yield* reply.say(`I can answer questions about your documents, and: ${abilities(calls)}.`);
  const planned = calls.left > 0 ? planCall(task, calls.set.tools) : null;
  if (planned) {
    const step = yield* calls.make(planned);
    yield* reply.say(outcomeOf(step));
    return;
  }
  yield* answer(task, calls, services, reply);
}

/** From the documents, by the capability that answers questions. */
async function* answer(
  question: string,
  calls: Calls,
  { capabilities, search, store }: Services,
  reply: Reply,
): AsyncGenerator<EnginePart, void> {
  const previous = calls.turn.earlier.map(({ message, reply: said }) => ({
    question: message.slice(0, 2_000),
    answer: said,
  }));
  const asked = { question: question.slice(0, 2_000), ...(previous.length > 0 && { previous }) };
  const outcome = await capabilities.run('answers.answer', asked);
  await noteRun(store, calls.turn, outcome.result.runId);
  const output = 'output' in outcome ? answered.safeParse(outcome.output).data : undefined;
  if (!output || output.text === '') {
    const { hits } = await search.query({ text: asked.question.slice(0, 500), first: 3, unit: 'document' });
    yield { type: 'Evidence', evidence: evidenceOf(hits) };
    const near = hits.length > 0 ? ' The nearest passages are in what was found beside this.' : '';
    yield* reply.say(`No document that you may read says so.${near} I can also: ${abilities(calls)}.`);
    return;
  }
  const before = codePointLength(reply.text);
  yield* reply.say(output.text);
  yield { type: 'Evidence', evidence: outcome.result.evidence };
  for (const citation of citationsOf(output, outcome, before + reply.gap))
    yield { type: 'Citation', ...citation };
}

/** The places that each sentence of the answer quotes. */
function citationsOf(
  { claims }: z.output<typeof answered>,
  { result }: AIResult,
  before: number,
): Citation[] {
  return claims.flatMap(({ text, start, end }) =>
    result.evidence.flatMap(({ documentId, versionId, page, start: from, end: to, quote }) => {
      if (quote === null || page === null || from === null || to === null) return [];
      if (quote.replace(/\s+/g, ' ') !== text) return [];
      const place = { documentId, versionId, page, start: from, end: to, quote };
      return [{ answerStart: before + start, answerEnd: before + end, ...place }];
    }),
  );
}

/** A goal is done sentence by sentence. */
function tasksOf(goal: string): string[] {
  const found = sentences(goal)
    .map(({ text }) => text.trim())
    .filter((text) => text !== '');
  return found.length > 0 ? found : [goal];
}

function outcomeOf({ tool, outcome, error, content }: Step): string {
  const name = titleOf(tool);
  if (outcome === 'DONE') return `${name}: ${describeAnswer(content)}`;
  if (outcome === 'WAITING')
    return `${name} waits for your approval: look at exactly what is called, and decide.`;
  return `${name}: not done. ${error ?? ''}`.trim();
}

/** `AcceptRecommendation` and `search_documents` as people say them. */
function titleOf(name: string): string {
  const words = name.split('_').flatMap((part) => camelParts(part));
  return words.map((word, at) => (at === 0 ? word.charAt(0).toUpperCase() + word.slice(1) : word)).join(' ');
}

function abilities({ set }: Calls): string {
  const others = set.tools.filter((tool) => !ownTools.includes(tool));
  const shown = [...others, ...ownTools.filter((tool) => set.tools.includes(tool))].slice(0, mostShown);
  return shown.map(({ name }) => titleOf(name).toLowerCase()).join(', ');
}

function end(calls: Calls, reply: Reply): TurnOutput {
  const state = calls.isWaiting ? 'WAITING' : 'ANSWERED';
  return { text: reply.text, state, reason: null, ...calls.kept };
}
