import { type Sentiment, sentimentOf } from './sentiment.js';
import { PROBLEM, PROMISE, REQUEST, RESOLVED, ROLE, STILL, TRIED, UNTOLD } from './thread-cues.js';
import type { Unit } from './units.js';

export const threadStates = [
  'OPEN',
  'WAITING_FOR_CUSTOMER',
  'WAITING_FOR_SUPPORT',
  'ESCALATED',
  'RESOLVED',
] as const;
export type ThreadState = (typeof threadStates)[number];

/** What a support thread says, each part the sentence that says it. */
export interface Thread {
  problem: Unit | null;
  stepsTried: Unit[];
  state: ThreadState;
  /** What shows the state. */
  shownBy: Unit | null;
  sentiment: { label: Sentiment; score: number };
  nextAction: Unit | null;
  participants: { name: string; role: 'CUSTOMER' | 'SUPPORT' }[];
}

interface Said {
  units: Unit[];
  isCustomer: boolean;
}

const mostSteps = 10;

/**
 * Reads a support thread by the cue phrases and the order of its turns (in the tradition of dialogue act tagging: Stolcke
 * et al., "Dialogue Act Modeling", 2000): who asked first is the customer, unless a name says otherwise; what the customer
 * did, and what support asked for and the customer answered to, was tried.
 */
export function threadOf(units: readonly Unit[]): Thread {
  const participants = rolesOf(units);
  const customers = new Set(participants.filter(({ role }) => role === 'CUSTOMER').map(({ name }) => name));
  const turns = turnsOf(units, customers);
  const [state, shownBy] = stateOf(turns);
  const mood = turns.filter(({ isCustomer }) => isCustomer);
  return {
    problem: problemOf(turns),
    stepsTried: stepsOf(turns),
    state,
    shownBy,
    sentiment: sentimentOf(mood.map((turn) => turn.units.map(({ text }) => text).join(' '))),
    nextAction: nextActionOf(turns, state),
    participants,
  };
}

function rolesOf(units: readonly Unit[]): Thread['participants'] {
  const names = [...new Set(units.map(({ speaker }) => speaker ?? ''))];
  const named = names.map((name) => ({
    name,
    role: ROLE.SUPPORT.test(name) ? 'SUPPORT' : ROLE.CUSTOMER.test(name) ? 'CUSTOMER' : null,
  }));
  const isKnown = named.some(({ role }) => role === 'CUSTOMER');
  return named.map(({ name, role }, at) => ({
    name,
    role:
      role === 'SUPPORT' || role === 'CUSTOMER'
        ? role
        : !isKnown && at === firstUnknown(named)
          ? 'CUSTOMER'
          : 'SUPPORT',
  }));
}

const firstUnknown = (named: readonly { role: string | null }[]) =>
  named.findIndex(({ role }) => role === null);

function turnsOf(units: readonly Unit[], customers: ReadonlySet<string>): Said[] {
  const turns: (Said & { speaker: string })[] = [];
  for (const unit of units) {
    const speaker = unit.speaker ?? '';
    const last = turns.at(-1);
    if (last?.speaker === speaker) last.units.push(unit);
    else turns.push({ speaker, units: [unit], isCustomer: customers.has(speaker) });
  }
  return turns;
}

/** Of the customer's first turns the first sentence that tells of trouble, else the first that is no greeting. */
function problemOf(turns: readonly Said[]): Unit | null {
  const first = turns
    .filter(({ isCustomer }) => isCustomer)
    .slice(0, 2)
    .flatMap(({ units }) => units);
  return (
    first.find(({ text }) => PROBLEM.test(text)) ??
    first.find(({ text }) => !UNTOLD.test(text)) ??
    first[0] ??
    null
  );
}

function stepsOf(turns: readonly Said[]): Unit[] {
  const last = turns.findLastIndex(({ isCustomer }) => isCustomer);
  return turns
    .flatMap(({ units, isCustomer }, at) =>
      units.filter(
        ({ text }) =>
          TRIED.test(text) || (!isCustomer && at < last && REQUEST.test(text) && !/\?\s*$/.test(text)),
      ),
    )
    .slice(0, mostSteps);
}

function stateOf(turns: readonly Said[]): [ThreadState, Unit | null] {
  const final = turns.at(-1);
  if (!final) return ['OPEN', null];
  const lastCustomer = turns.findLast(({ isCustomer }) => isCustomer);
  const settled = lastCustomer?.units.find(({ text }) => RESOLVED.test(text) && !STILL.test(text));
  const unsettled = lastCustomer?.units.find(({ text }) => STILL.test(text));
  if (settled && !unsettled) return ['RESOLVED', settled];
  const closed =
    !final.isCustomer && !unsettled ? final.units.find(({ text }) => RESOLVED.test(text)) : undefined;
  if (closed && !/\?\s*$/.test(closed.text)) return ['RESOLVED', closed];
  const escalated = turns
    .flatMap(({ units }) => units)
    .findLast(({ text }) => /escalat|eskalier|escala(?:d|r)|second[- ]level|2nd[- ]level/iu.test(text));
  if (escalated) return ['ESCALATED', escalated];
  if (turns.length === 1) return [final.isCustomer ? 'OPEN' : 'WAITING_FOR_CUSTOMER', final.units[0] ?? null];
  if (final.isCustomer) return ['WAITING_FOR_SUPPORT', final.units.at(-1) ?? null];
  const promise = final.units.findLast(({ text }) => PROMISE.test(text));
  const request = final.units.findLast(({ text }) => REQUEST.test(text) || /\?\s*$/.test(text));
  if (promise && !request) return ['WAITING_FOR_SUPPORT', promise];
  return ['WAITING_FOR_CUSTOMER', request ?? final.units.at(-1) ?? null];
}

/** What was promised or asked for last; of a settled thread only what is to be closed. */
function nextActionOf(turns: readonly Said[], state: ThreadState): Unit | null {
  const all = turns.flatMap(({ units }) => units);
  if (state === 'RESOLVED')
    return (
      all.findLast(({ text }) => /\b(?:close|schließ\p{L}*|schliess\p{L}*|fermer|cerrar)\b/iu.test(text)) ??
      null
    );
  const open = turns.slice(-2).flatMap(({ units }) => units);
  return open.findLast(({ text }) => PROMISE.test(text) || REQUEST.test(text)) ?? null;
}
