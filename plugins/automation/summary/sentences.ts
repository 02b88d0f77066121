import type { RunFacts } from './summarize-run.js';

const waits: Readonly<Record<string, string>> = {
  RUN: 'a capability to answer',
  REVIEW: 'a person to decide',
  EVENT: 'an event',
  TIME: 'its time',
  GOAL: 'the assistant',
  RETRY: 'another attempt',
};
const ends = {
  RUNNING: 'is under way',
  FINISHED: 'has finished',
  FAILED: 'has failed',
  CANCELLED: 'was cancelled',
} as const;

/** What happened, a sentence for each kind of thing. */
export function sentencesOf(facts: RunFacts): string[] {
  const { workflow, version, state, startedBy, seconds, steps, error } = facts;
  const named = (...states: string[]) => steps.filter((step) => states.includes(step.state));
  const list = (found: readonly { name: string }[]) => found.map(({ name }) => name).join(', ');
  const done = named('DONE', 'UNDONE');
  const undone = named('UNDONE');
  const skipped = named('SKIPPED');
  const again = steps.filter(({ attempts }) => attempts > 1);
  return [
    `The workflow ${workflow} (version ${version}) ${ends[state]}; it was begun by ${startedBy} and took ${seconds} seconds${state === 'RUNNING' ? ' so far' : ''}.`,
    done.length > 0 ? `Done: ${list(done)}.` : 'No step is done.',
    ...(skipped.length > 0 ? [`Passed over, for their conditions do not hold: ${list(skipped)}.`] : []),
    ...again.map(({ name, attempts }) => `${name} took ${attempts} attempts.`),
    ...steps.flatMap(({ name, waitsFor }) =>
      waitsFor ? [`${name} waits for ${waits[waitsFor] ?? 'something'}.`] : [],
    ),
    ...(error ? [`It failed: ${error}.`] : []),
    ...(undone.length > 0 ? [`Undone, the last one first: ${list([...undone].reverse())}.`] : []),
  ];
}
