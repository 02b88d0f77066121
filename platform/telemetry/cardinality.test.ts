import { BoundedCounter, BoundedGauge, BoundedHistogram } from './bounded-metrics.js';
import { Metrics } from './metrics.js';

const mostSeries = 5000;
const users = 10_000;
const operations = 1000;
const tenants = 200;

const chat = ['gen_ai_operation_name', 'gen_ai_provider_name', 'gen_ai_request_model'];
const labels: Readonly<Record<string, readonly string[]>> = {
  graphqlRequestDuration: ['operation_type', 'outcome'],
  graphqlRejected: ['reason'],
  subgraphCalls: ['subgraph', 'kind'],
  streamResume: ['result'],
  jobsEnqueued: ['queue'],
  jobsCompleted: ['queue'],
  jobsFailed: ['queue'],
  jobsRedelivered: ['queue'],
  jobsDead: ['queue'],
  jobWait: ['queue'],
  jobDuration: ['queue'],
  llmFallback: ['from', 'to', 'reason'],
  llmCircuitState: ['provider'],
  llmCostUnknown: ['model', 'provider'],
  llmAboveMaximum: ['model', 'provider'],
  llmBudgetRemaining: ['tenant'],
  modelTokens: [...chat, 'gen_ai_token_type'],
  modelDuration: [...chat, 'error_type'],
  modelFirstChunk: chat,
  modelOutputChunk: chat,
  spansDropped: ['reason'],
  injectionFlags: ['action'],
  databaseTransactions: ['thread', 'role'],
  eventLoopLag: ['thread'],
};

type AnyMetric = BoundedCounter<string> | BoundedGauge<string> | BoundedHistogram<string>;

const bounded = (metrics: Metrics) =>
  Object.entries(metrics).filter(
    (one): one is [string, AnyMetric] =>
      one[1] instanceof BoundedCounter ||
      one[1] instanceof BoundedGauge ||
      one[1] instanceof BoundedHistogram,
  );

function record(metric: AnyMetric, set: Record<string, string>, value: number): void {
  if (metric instanceof BoundedCounter) metric.inc(set, value);
  else if (metric instanceof BoundedGauge) metric.set(set, value);
  else metric.observe(set, value);
}

const seriesOf = (body: string) => body.split('\n').filter((line) => line !== '' && !line.startsWith('#'));

/** The sum of the values of a metric's series. */
const sumOf = (body: string, name: string) =>
  seriesOf(body)
    .filter((line) => line.startsWith(`${name}{`))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);

test('whatever stands in whichever label, the series stay few and nothing is lost', async () => {
  const metrics = new Metrics();
  expect(bounded(metrics).map(([name]) => name)).toEqual(Object.keys(labels));
  for (const [name, metric] of bounded(metrics)) {
    for (let user = 0; user < users; user += 1) {
      const set = (labels[name] ?? []).map((label, at) => [label, `${label} ${user >> at}`]);
      record(metric, Object.fromEntries(set), 1);
    }
  }
  for (let user = 0; user < users; user += 1)
    metrics.llmCost.add({ model: `model ${user}`, plugin: `plugin ${user}` }, 1_000_000_001n);
  const { body } = await metrics.render([await metrics.snapshot()]);
  const series = seriesOf(body);
  expect(series.length).toBeLessThanOrEqual(mostSeries);
  expect(series.length).toBeGreaterThan(mostSeries / 2);
  // Two threads that recorded the same.
  expect(sumOf(body, 'llm_fallback_total')).toBe(2 * users);
  expect(sumOf(body, 'gen_ai_client_token_usage_count')).toBe(2 * users);
  expect(sumOf(body, 'llm_cost_usd_total')).toBeCloseTo(2 * users * 1.000000001, 6);
});

test('many users, operations, tenants and targets: each kind is told apart, and the rest is one', async () => {
  const metrics = new Metrics();
  for (let call = 0; call < users; call += 1) {
    const model = `model-${call % operations}`;
    const asked = {
      gen_ai_operation_name: call % 2 ? 'chat' : 'embeddings',
      gen_ai_provider_name: `vendor-${call % tenants}`,
      gen_ai_request_model: model,
    };
    metrics.modelDuration.observe({ ...asked, error_type: call % 3 ? '' : 'timeout' }, 0.1);
    metrics.modelTokens.observe({ ...asked, gen_ai_token_type: call % 5 ? 'input' : 'output' }, 10);
    metrics.llmFallback.inc({ from: model, to: `${model}-spare`, reason: call % 2 ? 'timeout' : 'budget' });
    metrics.llmCircuitState.set(
      { provider: `target-${call % operations}` },
      call % operations === 900 ? 2 : 0,
    );
    metrics.llmBudgetRemaining.set({ tenant: `tenant-${call % tenants}` }, (call % tenants) / tenants);
    metrics.graphqlRequestDuration.observe({ operation_type: 'query', outcome: 'OK' }, 0.1);
  }
  const { body } = await metrics.render();
  expect(seriesOf(body).length).toBeLessThanOrEqual(mostSeries);
  expect(body).toContain('llm_fallback_total{from="model-0",to="model-0-spare",reason="budget"} 10');
  expect(body).toMatch(/llm_fallback_total\{from="other",to="other",reason="timeout"\} \d{4}/);
  expect(body).toContain(
    'gen_ai_client_operation_duration_seconds_count{gen_ai_operation_name="chat",gen_ai_provider_name="other",gen_ai_request_model="other",error_type="timeout"}',
  );
  expect(body).toContain('gen_ai_token_type="output"');
  // The worst of the others: an open circuit, and the tenant that has least.
  expect(body).toContain('llm_circuit_state{provider="other"} 2');
  expect(body).toMatch(/llm_budget_remaining_ratio\{tenant="other"\} 0\.\d+/);
});

test('who leaves a gauge makes room, and the others are shown as long as there are any', async () => {
  const { llmBudgetRemaining: gauge } = new Metrics();
  const shown = async () =>
    (await gauge.get()).values.map(({ labels: { tenant }, value }) => [tenant, value]);
  for (let tenant = 0; tenant < 60; tenant += 1) gauge.set({ tenant: `${tenant}` }, tenant / 100);
  expect(await shown()).toContainEqual(['other', 0.45]);
  for (let tenant = 45; tenant < 59; tenant += 1) gauge.remove({ tenant: `${tenant}` });
  expect(await shown()).toContainEqual(['other', 0.59]);
  for (const tenant of ['0', '1']) gauge.remove({ tenant });
  gauge.set({ tenant: '59' }, 0.6);
  const after = await shown();
  expect(after).toContainEqual(['59', 0.6]);
  expect(after.map(([tenant]) => tenant)).not.toContain('0');
  expect(after.map(([tenant]) => tenant)).not.toContain('other');
});
