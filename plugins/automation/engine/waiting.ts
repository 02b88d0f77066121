import type { StoreWrite } from 'tributary/sdk';
import type { Condition } from '../definition/condition.js';
import { keyOfStep, type StepRecord } from './workflow-run.js';

/** When steps are due, in the order of the times; and which events are waited for. */
export const timers = 'timers';
export const watches = 'watches';

/** What stands for an event that somebody waits for: a workflow that it starts, or a step that it ends. */
export type Watch =
  | { readonly kind: 'WORKFLOW'; readonly workflow: string }
  | {
      readonly kind: 'STEP';
      readonly run: string;
      readonly path: string;
      readonly where: Condition | null;
    };

type Place = Pick<StepRecord, 'run' | 'path'>;
const timerKey = ({ run, path }: Place, at: string) => `${at}/${run}/${path}`;
const watchKey = ({ run, path }: Place) => `step/${keyOfStep(run, path)}`;

export const timerWrite = (place: Place, at: string): StoreWrite => ({
  collection: timers,
  key: timerKey(place, at),
  value: { run: place.run },
});

export const watchWrite = (place: Place, subject: string, where: Condition | null): StoreWrite => ({
  collection: watches,
  key: watchKey(place),
  value: { kind: 'STEP', run: place.run, path: place.path, where } satisfies Watch,
  indexes: { subject },
});

/** What stood for the waiting of a step goes with it. */
export function clearing(record: StepRecord): StoreWrite[] {
  if (!record.waiting) return [];
  const { dueAt, kind } = record.waiting;
  const isWatched = kind === 'REVIEW' || kind === 'EVENT' || kind === 'GOAL';
  return [
    ...(isWatched ? [{ collection: watches, key: watchKey(record) }] : []),
    ...(dueAt ? [{ collection: timers, key: timerKey(record, dueAt) }] : []),
  ];
}

/** An item is named once; the last word counts. */
export const once = (writes: readonly StoreWrite[]): StoreWrite[] => [
  ...new Map(writes.map((write) => [`${write.collection}/${write.key}`, write])).values(),
];
