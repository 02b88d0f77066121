import { createTestHost, type TestHost, type TestTenant } from 'tributary/testkit';
import { numbersFrom } from 'tributary/text';
import { v7 as newId } from 'uuid';

let host: TestHost;
beforeAll(async () => {
  host = await createTestHost(import.meta.url);
});
afterAll(() => host?.close());
beforeEach(() => host.model.rests());

const dayMs = 86_400_000;
const monthsBack = (count: number) => {
  const date = new Date(host.clock.now());
  date.setUTCDate(10);
  date.setUTCMonth(date.getUTCMonth() - count);
  return date.toISOString().slice(0, 10);
};

/** As the projection leaves them of documents that everybody may read: invoices of one seller, by the day of issue. */
async function addBills(
  tenant: TestTenant,
  seller: string,
  bills: readonly { day: string; amount: number }[],
  access = ['tenant'],
) {
  const { platform } = host.assembly;
  await platform.database.tenant(tenant.id, async (tx) => {
    for (const { day, amount } of bills) {
      const id = newId();
      await platform.access.set(tx, { type: 'Document', id }, access);
      await tx.query(
        `insert into analytics.document_facts (tenant_id, document_id, uploaded_at, kind, status)
         values ($1, $2, $3, 'invoice', 'READY')`,
        [tenant.id, id, host.clock.now()],
      );
      await tx.query(
        `insert into analytics.business_facts (tenant_id, document_id, kind, seller, seller_key, currency, amount, issue_date, confidence)
         values ($1, $2, 'invoice', $3, replace(lower($3), ' ltd', ''), 'EUR', $4, $5, 0.9)`,
        [tenant.id, id, seller, amount.toFixed(2), day],
      );
    }
  });
}
/** Twenty-four months that rise by ten a month from 1,000, with a little noise (seed 7). */
function rising() {
  const next = numbersFrom(7);
  return Array.from({ length: 24 }, (_, at) => ({
    day: monthsBack(24 - at),
    amount: 1_000 + 40 * at + 20 * (next() - 0.5),
  }));
}

const numberFields = 'value text start end program path';
const fields = `id kind metric group currency interval direction importance text engine computedAt dismissedAt dismissReason
  numbers { ${numberFields} } programs { source interval scope period { from to } filters { field is values } }`;
interface Found {
  id: string;
  kind: string;
  metric: string;
  group: string | null;
  direction: string | null;
  text: string;
  engine: string;
  numbers: { value: unknown; text: string; start: number; end: number; path: string }[];
}
const feed = async (filter: object = {}, of: TestTenant = host) => {
  const source = `query ($filter: InsightsFilter) { insights(first: 100, filter: $filter) { totalCount nodes { ${fields} } } }`;
  return (await of.query<{ insights: { totalCount: number; nodes: Found[] } }>(source, { filter })).insights;
};
async function find(of: TestTenant = host): Promise<void> {
  const source = `mutation { findInsights { __typename ... on FindInsightsPayload { jobId } ... on Failure { message } } }`;
  const { findInsights } = await of.query<{ findInsights: { __typename: string } }>(source);
  expect(findInsights.__typename).toBe('FindInsightsPayload');
  await host.settled();
}
/** What is left of a text when every traced value is taken out of it. */
function untraced({ text, numbers }: Found): string {
  const points = [...text];
  for (const { start, end, text: words } of numbers) {
    expect(points.slice(start, end).join('')).toBe(words);
    points.fill(' ', start, end);
  }
  return points.join('');
}

test('a trend is found, said once, and every number in its words can be traced and computed again', async () => {
  await addBills(host, 'Oak 3000 Ltd', rising());
  const told: Found[] = [];
  const leave = new AbortController();
  const following = (async () => {
    const source = `subscription { insightFound(kinds: [TREND]) { ${fields} } }`;
    for await (const insight of host.stream<Found>(source, {}, leave.signal)) {
      told.push(insight);
      if (told.length === 2) return;
    }
  })();
  await host.settled();
  await find();
  const all = await feed();
  const trends = all.nodes.filter(({ kind, metric }) => kind === 'TREND' && metric === 'invoiced-amount');
  expect(trends.map(({ group, direction }) => [group, direction]).sort()).toEqual([
    [null, 'UP'],
    ['Oak 3000 Ltd', 'UP'],
  ]);
  for (const insight of all.nodes) {
    expect(untraced(insight)).not.toMatch(/\p{N}/u);
    expect(insight.numbers.length).toBeGreaterThan(2);
  }
  const trend = trends.find(({ group }) => group === null) as Found;
  expect(trend.text).toMatch(
    /^From \d{4}-\d\d-\d\d to .* the invoiced amount in EUR rose from about (9|1,0)\d\d\.\d\d to about 1,9\d\d\.\d\d a month, \d+(\.\d)? % more\.$/,
  );
  type Again = { isSame: boolean; numbers: { isSame: boolean; now: unknown; number: { value: unknown } }[] };
  const again = async (id: string) => {
    const source = `mutation ($input: RecomputeInsightInput!) { recomputeInsight(input: $input) { __typename
      ... on RecomputedInsight { isSame numbers { isSame now text number { value } } } ... on Failure { message } } }`;
    return (await host.query<{ recomputeInsight: Again }>(source, { input: { id } })).recomputeInsight;
  };
  for (const { id } of all.nodes) expect(await again(id)).toMatchObject({ isSame: true });
  await find();
  expect((await feed()).totalCount).toBe(all.totalCount);
  await addBills(host, 'Oak 3000 Ltd', [{ day: monthsBack(20), amount: 5_000 }]);
  const changed = await again(trend.id);
  expect(changed.isSame).toBe(false);
  expect(changed.numbers.some(({ now, number }) => now !== number.value)).toBe(true);
  leave.abort();
  await following;
  expect(told.length).toBeGreaterThan(0);
});

test('a change of level, an outlier; too little is said to be too little', async () => {
  const tenant = await host.tenant();
  const next = numbersFrom(11);
  const step = Array.from({ length: 30 }, (_, at) => ({
    day: monthsBack(30 - at),
    amount: (at < 18 ? 1_000 : 2_000) + 40 * (next() - 0.5),
  }));
  await addBills(tenant, 'Mill', step);
  await addBills(tenant, 'Secret', [{ day: monthsBack(2), amount: 9_000 }], [`group:${newId()}`]);
  await find(tenant);
  const change = (await feed({ kinds: ['CHANGE_POINT'] }, tenant)).nodes.find(
    ({ metric, group }) => metric === 'invoiced-amount' && !group,
  );
  expect(change?.text).toMatch(
    /^Since \d{4}-\d\d-01 .* at another level: (1,9|2,0)\d\d\.\d\d a month on average, where it was (9|1,0)\d\d\.\d\d before, .* % more\.$/,
  );
  expect(JSON.stringify(await feed({}, tenant))).not.toMatch(/Secret|9,000|9000/);
  const outlying = await host.tenant();
  const flat = Array.from({ length: 24 }, (_, at) => ({
    day: monthsBack(24 - at),
    amount: (at === 22 ? 4_000 : 1_000) + 40 * (next() - 0.5),
  }));
  await addBills(outlying, 'Mill', flat);
  await find(outlying);
  const [outlier] = (await feed({ kinds: ['OUTLIER'], metric: 'invoiced-amount' }, outlying)).nodes;
  expect(outlier?.text).toMatch(/was (3,9|4,0)\d\d\.\d\d, where about (9|1,0)\d\d\.\d\d is usual/);
  const short = await host.tenant();
  await addBills(short, 'Mill', flat.slice(0, 5));
  await find(short);
  expect(await feed({}, short)).toMatchObject({ totalCount: 0 });
  const source = '{ insightSchedule { lastAt looked found tooShort { metric points needed } } }';
  const { insightSchedule } = await short.query<{ insightSchedule: { looked: number; tooShort: object[] } }>(
    source,
  );
  expect(insightSchedule.tooShort).toContainEqual({
    metric: 'invoiced-amount',
    points: expect.any(Number),
    needed: 12,
  });
});

/** Runs of twenty weeks up to the day before now: six a working day, one a day at weekends, slower and dearer each week. */
async function addRuns(tenant: TestTenant): Promise<void> {
  await host.assembly.platform.database.tenant(tenant.id, (tx) =>
    tx.query(
      `insert into analytics.run_facts (tenant_id, event_id, at, run_id, capability, plugin, engine, model, outcome,
         duration_ms, input_tokens, output_tokens, cost_usd)
       select $1, gen_random_uuid(), day + n * interval '1 hour', gen_random_uuid(), 'answers.answer', 'answers', 'MODEL', 'm',
              'Answer', 500 + 40 * week + 3 * n, 100, 20, 0.001 * (20 + week)
         from generate_series(0, 139) as back,
              lateral (select date_trunc('day', $2::timestamptz, 'UTC') - (140 - back) * interval '1 day' as day) d,
              lateral (select back / 7 as week, case when extract(isodow from day at time zone 'UTC') > 5 then 1 else 6 end as each) w,
              lateral generate_series(1, w.each) as n`,
      [tenant.id, host.clock.now()],
    ),
  );
}

test('of the AI itself: how its runs follow the week, how they slow down, what they will cost', async () => {
  const tenant = await host.tenant();
  await addRuns(tenant);
  await find(tenant);
  const { nodes } = await feed({ sources: ['RUNS'] }, tenant);
  const of = (kind: string, metric: string) =>
    nodes.find((each) => each.kind === kind && each.metric === metric && each.group === null);
  expect(of('SEASONALITY', 'runs')?.text).toMatch(
    /^Runs follow a pattern of 7 days: highest at (Monday|Tuesday|Wednesday|Thursday|Friday), .* lowest at (Saturday|Sunday), /,
  );
  expect(of('TREND', 'latency')).toMatchObject({ direction: 'UP' });
  expect(of('FORECAST', 'model-cost')?.text).toMatch(/is expected at .*, at 95 % between .* and /);
  for (const insight of nodes) expect(untraced(insight)).not.toMatch(/\p{N}/u);
});

test('a query that is kept is watched with the others, as far as everybody may read what it is of', async () => {
  const tenant = await host.tenant();
  await addBills(tenant, 'Oak 3000 Ltd', rising());
  await addBills(tenant, 'Secret', rising(), [`group:${newId()}`]);
  const save = async (seller: string, groupBy: string[] = []) => {
    const filters = [{ field: 'seller', is: 'EQUALS', values: [seller] }];
    const program = {
      source: 'DOCUMENTS',
      measure: { of: 'MAX', field: 'amount' },
      time: 'issueDate',
      filters,
      groupBy,
    };
    type Saved = { it: { query?: { id: string; watched: boolean }; code?: string } };
    const source = `mutation ($input: SaveInsightQueryInput!) { it: saveInsightQuery(input: $input) {
      ... on InsightQueryPayload { query { id watched } } ... on Failure { code } } }`;
    const input = { name: `The largest of ${seller}`, program, watched: true };
    return (await tenant.query<Saved>(source, { input })).it;
  };
  const { query: oak } = await save('Oak 3000 Ltd');
  const { query: secret } = await save('Secret');
  expect(oak?.watched).toBe(true);
  expect((await save('Mill', ['buyer', 'kind'])).code).toBe('BAD_USER_INPUT');
  await find(tenant);
  const { nodes } = await feed({ metric: `query:${oak?.id}` }, tenant);
  const trend = nodes.find(({ kind }) => kind === 'TREND') as Found;
  expect(trend.text).toMatch(
    /the highest value of the amounts of documents \(seller equals Oak 3000 Ltd\) in EUR rose from about /,
  );
  for (const insight of nodes) expect(untraced(insight)).not.toMatch(/\p{N}/u);
  expect(await feed({ metric: `query:${secret?.id}` }, tenant)).toMatchObject({ totalCount: 0 });
});

test('a model may choose the words, never a number', async () => {
  const tenant = await host.tenant();
  await addBills(tenant, 'Mill', rising());
  // It says what it is not asked: every answer of it is refused, and the templates speak.
  host.model.says(JSON.stringify({ sentence: 'Spending rose by 12,345 % because of the war.' }));
  await find(tenant);
  const { nodes } = await feed({}, tenant);
  expect(nodes.length).toBeGreaterThan(0);
  for (const insight of nodes) {
    expect(insight.engine).toBe('BUILT_IN');
    expect(insight.text).not.toContain('12,345');
  }
});

test('other words hold every value of the draft, and nothing else that is a number', async () => {
  const input = { draft: 'In 2026-03 it rose by 5 %, to 15.', values: ['2026-03', '5 %', '15'] };
  const word = async (sentence: string) => {
    host.model.says(JSON.stringify({ sentence }));
    const { result } = await host.run('insights.word', input, { anew: true });
    host.model.rests();
    return [result?.result.engine, (result?.output as { text: string } | undefined)?.text];
  };
  const good = 'Up by 5 % to 15 in 2026-03!';
  expect(await word(good)).toEqual(['MODEL', good]);
  const draft = ['BUILT_IN', input.draft];
  expect(await word('Up by 5 % to 16 in 2026-03.')).toEqual(draft);
  expect(await word('Up by 5 % to 15 in 2026-03, the 2nd time.')).toEqual(draft);
  expect(await word('Up by 5 % to 150 in 2026-03.')).toEqual(draft);
  expect(await word('Up to 15 in 2026-03.')).toEqual(draft);
});

test('one is dismissed with a reason, and the schedule is set and taken away', async () => {
  const [first] = (await feed()).nodes;
  const source = `mutation ($input: DismissInsightInput!) { dismissInsight(input: $input) { __typename
    ... on DismissInsightPayload { insight { dismissedAt dismissReason } } ... on Failure { code } } }`;
  const dismiss = async (id: string, of: TestTenant = host) =>
    (await of.query<{ dismissInsight: object }>(source, { input: { id, reason: 'known' } })).dismissInsight;
  const id = first?.id ?? '';
  expect(await dismiss(id, await host.tenant())).toMatchObject({ __typename: 'NotFound' });
  expect(await dismiss(id)).toMatchObject({ insight: { dismissReason: 'known' } });
  expect((await feed()).nodes.map((each) => each.id)).not.toContain(id);
  expect((await feed({ includeDismissed: true })).nodes.map((each) => each.id)).toContain(id);
  const schedule = `mutation ($input: SetInsightScheduleInput!) { it: setInsightSchedule(input: $input) { __typename
    ... on InsightSchedulePayload { schedule { dailyAt everyHours nextAt } } ... on Failure { message } } }`;
  const set = async (input: object) => (await host.query<{ it: object }>(schedule, { input })).it;
  expect(await set({ dailyAt: '06:00' })).toMatchObject({ schedule: { dailyAt: '06:00', everyHours: null } });
  expect(await set({ everyHours: 12 })).toMatchObject({ schedule: { everyHours: 12 } });
  expect(await set({})).toMatchObject({ schedule: { dailyAt: null, everyHours: null, nextAt: null } });
  expect(await set({ dailyAt: '6 am' })).toMatchObject({ __typename: 'InvalidInput' });
  expect(await set({ dailyAt: '06:00', everyHours: 3 })).toMatchObject({ __typename: 'InvalidInput' });
});

test('a series is analysed on request, with what there is not enough for', async () => {
  const tenant = await host.tenant();
  await addBills(tenant, 'Mill', rising());
  const source = `query ($program: InsightProgramInput!) { seriesAnalysis(program: $program) { shape points { at value } trend seasonality
    forecast findings { kind text } } }`;
  const from = new Date(host.clock.now().getTime() - 1_000 * dayMs).toISOString();
  const program = {
    source: 'DOCUMENTS',
    measure: { of: 'SUM', field: 'amount' },
    interval: 'MONTH',
    period: { from },
  };
  type Analysis = { seriesAnalysis: { shape: string; trend: object; findings: { kind: string }[] } };
  const { seriesAnalysis } = await tenant.query<Analysis>(source, { program });
  expect(seriesAnalysis).toMatchObject({ shape: 'LINE', trend: { enough: true } });
  expect(seriesAnalysis.findings.map(({ kind }) => kind)).toContain('TREND');
  const few = { ...program, period: { from: monthsBack(4) } };
  expect((await tenant.query<Analysis>(source, { program: few })).seriesAnalysis).toMatchObject({
    shape: null,
    trend: { enough: false, needed: 8 },
    seasonality: { enough: false, needed: 9 },
    forecast: { enough: false, needed: 12 },
    findings: [],
  });
  const wrong = { ...program, groupBy: ['seller'] };
  await expect(tenant.query(source, { program: wrong })).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
});
