import { type ContextPart, contextPart, type EnginePart, type Granted, type ModelTurn } from 'tributary/sdk';
import { codePointLength } from 'tributary/text';
import type { CallServices, Calls } from './calls.js';
import { evidenceOf, shownText } from './passages.js';
import { Reply } from './reply-text.js';
import type { Step, TurnOutput } from './turn-output.js';

const firstPassages = 6;
/** A model that asks for what it cannot have is not asked for ever. */
const mostRounds = 12;
/** Why a turn ended before its model did. */
type Stop = 'STEPS' | 'BUDGET' | null;

type Services = CallServices & Granted<'models' | 'runs'>;

/** One part of a turn by a model: it says something, asks for tools, is told what came of it, until it asks for no more. */
export async function* modelTurn(
  calls: Calls,
  services: Services,
  rounds: number,
): AsyncGenerator<EnginePart, TurnOutput> {
  const { turn, passages } = calls;
  const reply = new Reply();
  yield* calls.settle();
  const shown = yield* firstRetrieval(calls, services);
  for (let round = 1, stopped: Stop = null; ; round += 1) {
    if (round >= Math.min(rounds, mostRounds)) stopped ??= round >= mostRounds ? 'STEPS' : 'BUDGET';
    const request = {
      prompt: turn.conversation.kind === 'GOAL' ? 'assistant-goal' : 'assistant',
      variables: {
        message: turn.message,
        memory: turn.memory.length > 0 ? turn.memory.map((text) => `- ${text}`).join('\n') : 'nothing',
        earlier: toldBefore(calls),
        passages: shown.length > 0 ? shown : 'none',
      },
      tools: stopped === null ? calls.set.tools : [],
      exchange: calls.exchange,
    };
    const before = codePointLength(reply.text);
    const { said, asked } = yield* spoken(services.models.turn(request), reply);
    for (const citation of passages.citationsOf(said, before + reply.gap))
      yield { type: 'Citation', ...citation };
    if (stopped !== null || asked.calls.length === 0) return end(calls, reply, stopped);
    if (calls.left === 0) {
      // It would go on: it is asked for its last words, with no tool.
      stopped = 'STEPS';
      if (said.trim() === '') continue;
      return end(calls, reply, stopped);
    }
    const made: Step[] = [];
    for (const call of asked.calls.slice(0, calls.left)) made.push(yield* calls.make(call));
    if (calls.isWaiting) {
      if (reply.text === '') yield* reply.say('I would like to do this. It waits for your approval.');
      return end(calls, reply, null);
    }
    // It has answered, and asked for nothing that it may have.
    if (said.trim() !== '' && made.every(({ outcome }) => outcome === 'DENIED'))
      return end(calls, reply, null);
  }
}

/** What the message itself finds, so that a model that asks for nothing can answer too; once a turn. */
async function* firstRetrieval(
  calls: Calls,
  { search }: Services,
): AsyncGenerator<EnginePart, ContextPart[]> {
  const { turn, passages, provenance } = calls;
  const text = turn.message.slice(0, 500);
  const { hits } = await search.query({ text, first: firstPassages, unit: 'passage' });
  if (hits.length === 0) return [];
  yield { type: 'Evidence', evidence: evidenceOf(hits) };
  for (const hit of hits) provenance.read(hit.text);
  return passages.show(hits).map(({ hit, text: shown }, at) =>
    contextPart('document', shown, {
      id: hit.documentId,
      priority: hits.length - at,
      keep: at === 0 ? 'start' : 'whole',
    }),
  );
}

/** An earlier reply may repeat what a document asked for: none of it is trusted. */
function toldBefore(calls: Calls): string | ContextPart[] {
  const { earlier } = calls.turn;
  if (earlier.length === 0) return 'nothing';
  return earlier.map(({ message, reply }, at) =>
    contextPart('document', shownText(calls.withoutTools(`Said: ${message}\nReplied: ${reply}`)), {
      priority: at - earlier.length,
      keep: 'end',
    }),
  );
}

async function* spoken(
  parts: AsyncGenerator<EnginePart, ModelTurn>,
  reply: Reply,
): AsyncGenerator<EnginePart, { said: string; asked: ModelTurn }> {
  reply.begin();
  for (;;) {
    const next = await parts.next();
    if (next.done) return { said: reply.round, asked: next.value };
    if (typeof next.value === 'string') yield* reply.say(next.value);
    else yield next.value;
  }
}

function end(calls: Calls, reply: Reply, stopped: Stop): TurnOutput {
  const isStopped = stopped !== null && calls.steps.length > 0;
  return {
    text: reply.text,
    state: calls.isWaiting ? 'WAITING' : isStopped ? 'STOPPED' : 'ANSWERED',
    reason: isStopped ? stopped : null,
    ...calls.kept,
  };
}
