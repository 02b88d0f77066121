import { defineJob, type JobDefinition, z } from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import { allInsights, forgetOldest, goneWith, type Insight, insights, markOf, marks } from './insight.js';
import { type Looked, leastPoints, lookAt } from './look.js';
import { metrics } from './metrics.js';
import type { Finding } from './tell.js';
import { isKept, watchedMetrics } from './watched.js';
import { movedNumbers, wordInsight } from './word-insight.js';
import { told } from './words.js';

const payload = z.object({});
const needs = ['analytics', 'store', 'events', 'clock', 'runs', 'capabilities'] as const;
type Needs = (typeof needs)[number];
type Services = Parameters<JobDefinition<typeof payload, Needs>['run']>[1];

/** New ones of one turn, the most important first. */
const mostFound = 20;

/** What a turn found, and of what there was too little. */
export const turn = z.object({
  at: z.iso.datetime(),
  looked: z.int(),
  found: z.int(),
  tooShort: z.array(
    z.object({ metric: z.string(), group: z.string().nullable(), points: z.int(), needed: z.int() }),
  ),
});
export const turns = { collection: 'turns', key: 'last' } as const;

/** Looks at everything that is watched, and tells of what was not known before. */
export const findInsights: JobDefinition<typeof payload, Needs> = defineJob({
  id: 'insights.find',
  description: 'Looks for trends, seasons, changes, outliers and forecasts in the facts of the tenant.',
  needs,
  payload,
  async run(_payload, services, { signal }) {
    const { analytics, store, clock } = services;
    const now = clock.now();
    await forgetGone(services, signal);
    const looked: Looked[] = [];
    for (const metric of [...metrics, ...(await watchedMetrics(store))]) {
      for await (const each of lookAt(metric, analytics, now)) {
        signal.throwIfAborted();
        looked.push(each);
      }
    }
    const found = looked.flatMap((each) => each.findings.map((finding) => ({ finding, of: each })));
    found.sort((one, other) => other.finding.importance - one.finding.importance);
    const named = found.map(({ finding, of }) => markOf(identityOf(finding, of)));
    const known = await store.getMany(marks, named);
    let published = 0;
    for (const [at, { finding, of }] of found.entries()) {
      signal.throwIfAborted();
      const mark = named[at];
      if (!mark || known[at] || published >= mostFound) continue;
      if (await publish(services, await insightOf(services, finding, of, mark, now))) published += 1;
    }
    await forgetOldest(store);
    const tooShort = looked.filter(({ isShort }) => isShort).slice(0, 50);
    await store.put(turns.collection, turns.key, {
      at: now.toISOString(),
      looked: looked.length,
      found: published,
      tooShort: tooShort.map(({ metric, group, figures }) => ({
        metric: metric.id,
        group,
        points: figures.rows.length,
        needed: leastPoints,
      })),
    });
  },
});

const identityOf = ({ kind, mark }: Finding, { metric, group, currency, interval }: Looked) => [
  metric.id,
  group,
  currency,
  interval,
  kind,
  mark,
];

async function insightOf(
  services: Services,
  { kind, direction, importance, spoken }: Finding,
  { metric, group, currency, interval, computation, figures }: Looked,
  mark: string,
  now: Date,
): Promise<Omit<Insight, 'id'>> {
  const draft = told(spoken, [figures]);
  const worded = await inOtherWords(services, draft);
  return {
    kind,
    metric: metric.id,
    source: metric.query.source,
    group,
    currency,
    interval,
    direction,
    importance,
    ...worded,
    programs: [computation],
    mark,
    computedAt: now.toISOString(),
    dismissed: null,
  };
}

type Draft = ReturnType<typeof told>;

/** With a model its words, if they hold exactly the numbers of the draft; no run without one. */
async function inOtherWords(
  { runs, capabilities }: Services,
  draft: Draft,
): Promise<Draft & Pick<Insight, 'engine'>> {
  const own = { ...draft, engine: 'BUILT_IN' as const };
  const points = [...draft.text];
  const values = draft.numbers.map(({ start, end }) => points.slice(start, end).join(''));
  const asked = { draft: draft.text, values };
  const { engine, budgetAdmits } = await runs.estimate({ capability: wordInsight, arguments: asked });
  if (engine !== 'MODEL' || !budgetAdmits) return own;
  const answer = await capabilities.run(wordInsight, asked);
  if (answer.type !== 'Answer' || answer.result.engine !== 'MODEL') return own;
  const said = wordInsight.output.safeParse(answer.output);
  if (!said.success || said.data.places.length !== draft.numbers.length) return own;
  const { text, places } = said.data;
  return { text, numbers: movedNumbers(draft.numbers, places), engine: 'MODEL' };
}

/** False when it was found before. */
function publish({ events }: Services, value: Omit<Insight, 'id'>): Promise<boolean> {
  const insightId = newId();
  return events.publish('insights.found', { insightId, kind: value.kind, metric: value.metric }, [
    { collection: marks, key: value.mark, value: insightId, replaces: 0 },
    { collection: insights.name, key: insightId, value },
  ]);
}

/** An insight that names a group, or what a kept query asks for, goes when no document that everybody may read is of it. */
async function forgetGone(
  { analytics, store }: Pick<Services, 'analytics' | 'store'>,
  signal: AbortSignal,
): Promise<void> {
  const named = (await allInsights(store)).filter(
    ({ group, metric, source }) => (group !== null || isKept(metric)) && source === 'documents',
  );
  for (const [_, same] of Map.groupBy(named, ({ metric, group }) => `${metric} ${group}`)) {
    signal.throwIfAborted();
    const query = same[0]?.programs[0]?.query;
    if (!query) continue;
    const { interval: _interval, order: _order, ...whole } = query;
    const { rows } = await analytics.query({ ...whole, measure: { of: 'count' }, limit: 1 });
    if (rows.length > 0) continue;
    await store.change(same.flatMap(goneWith));
  }
}

/** Whose readers change may leave insights that name what not everybody may know. */
export const forgetInsights: JobDefinition<
  z.ZodObject<{ documentId: z.ZodUUID }>,
  'analytics' | 'store'
> = defineJob({
  id: 'insights.forget',
  description: 'Forgets insights that name what not everybody may read any more.',
  needs: ['analytics', 'store'],
  payload: z.object({ documentId: z.uuid() }),
  on: ['document.access.changed'],
  onlyWith: insights.name,
  run: (_payload, services, { signal }) => forgetGone(services, signal),
});
