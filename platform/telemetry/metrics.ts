import {
  AggregatorRegistry,
  Counter,
  Gauge,
  Histogram,
  type MetricObjectWithValues,
  type MetricValue,
  Registry,
} from 'prom-client';
import { BoundedCounter, BoundedGauge, BoundedHistogram } from './bounded-metrics.js';
import { CostCounter } from './cost-counter.js';
import { type EventLoopWatch, watchEventLoop } from './event-loop.js';

/** The metrics of one thread as plain data, to be sent to the thread that answers `/metrics`. */
export type MetricsSnapshot = MetricObjectWithValues<MetricValue<string>>[];

/** The buckets of OpenTelemetry's conventions for generative AI. */
const modelSeconds = Array.from({ length: 14 }, (_, power) => 2 ** power / 100);
const modelTokens = Array.from({ length: 14 }, (_, power) => 4 ** power);

const seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/**
 * The most sets of labels that each metric has in one thread, so that all of them stay below 5,000 series whatever
 * operators configure: a set of a histogram is one series for each bucket and three more.
 */
const most = { counter: 50, gauge: 60, queues: 12, outcomes: 40, calls: 60, tokens: 48, chunks: 24 };

/** Every metric of Tributary. No label holds an id of a user, run or document, nor the text of an operation. */
export class Metrics {
  readonly #registry = new Registry();
  #loop: { thread: string; watch: EventLoopWatch } | null = null;

  readonly graphqlRequestDuration = this.#histograms(
    'graphql_request_duration_seconds',
    'Duration of GraphQL operations.',
    ['operation_type', 'outcome'],
    { most: most.outcomes },
  );
  readonly graphqlRejected = this.#counters(
    'graphql_rejected_total',
    'Operations refused before execution.',
    ['reason'],
  );
  readonly subscriptionsActive = this.#gauge('graphql_subscriptions_active', 'Open subscriptions.');
  readonly subgraphCalls = this.#counters(
    'graphql_subgraph_calls_total',
    'Calls of subgraphs, for fields or to join entities.',
    ['subgraph', 'kind'],
  );
  readonly subscriptionLag = this.#histogram(
    'graphql_subscription_lag_seconds',
    'From an event to its delivery.',
  );
  readonly streamResume = this.#counters('stream_resume_total', 'Streams that were resumed by cursor.', [
    'result',
  ]);
  readonly slowConsumers = this.#counter(
    'slow_consumer_disconnects_total',
    'Streams closed because their reader was slow.',
  );
  readonly jobsEnqueued = this.#counters('jobs_enqueued_total', 'Jobs put into a queue.', ['queue']);
  readonly jobsCompleted = this.#counters('jobs_completed_total', 'Jobs that ended well.', ['queue']);
  readonly jobsFailed = this.#counters('jobs_failed_total', 'Attempts of jobs that failed.', ['queue']);
  readonly jobsRedelivered = this.#counters(
    'jobs_redelivered_total',
    'Jobs taken again after their worker was lost.',
    ['queue'],
  );
  readonly jobsDead = this.#counters('jobs_dead_total', 'Jobs given up after their last attempt.', ['queue']);
  readonly jobWait = this.#histograms(
    'job_wait_seconds',
    'From the commit of a job to its start.',
    ['queue'],
    { most: most.queues },
  );
  readonly jobDuration = this.#histograms(
    'job_duration_seconds',
    'Duration of attempts of jobs.',
    ['queue'],
    { most: most.queues },
  );
  readonly llmFallback = this.#counters(
    'llm_fallback_total',
    'Calls that another model or engine answered.',
    ['from', 'to', 'reason'],
  );
  readonly llmCircuitState = this.#gauges(
    'llm_circuit_state',
    'Whether a target of the models file is asked: 0 it is, 1 by part of the calls (half-open, shedding), 2 it is not.',
    ['provider'],
  );
  readonly llmCost = new CostCounter(
    'llm_cost_usd_total',
    'Cost of model calls in US dollars.',
    this.#registry,
    most.counter,
  );
  readonly llmCostUnknown = this.#counters(
    'llm_cost_unknown_total',
    'Model calls whose price nobody entered, or whose cost is not known.',
    ['model', 'provider'],
  );
  readonly llmAboveMaximum = this.#counters(
    'llm_cost_above_maximum_total',
    'Model calls that were billed above the most that had been held for them.',
    ['model', 'provider'],
  );
  readonly llmBudgetRemaining = this.#gauges(
    'llm_budget_remaining_ratio',
    "What is left of a tenant's budget of the month, from 0 to 1; of the tenants that have least.",
    ['tenant'],
  );
  readonly modelTokens = this.#histograms(
    'gen_ai_client_token_usage',
    'Tokens of model calls, read and written.',
    ['gen_ai_operation_name', 'gen_ai_provider_name', 'gen_ai_request_model', 'gen_ai_token_type'],
    { most: most.tokens, buckets: modelTokens },
  );
  readonly modelDuration = this.#histograms(
    'gen_ai_client_operation_duration_seconds',
    'Duration of model calls, each attempt for itself.',
    ['gen_ai_operation_name', 'gen_ai_provider_name', 'gen_ai_request_model', 'error_type'],
    { most: most.calls, buckets: modelSeconds },
  );
  readonly modelFirstChunk = this.#histograms(
    'gen_ai_client_operation_time_to_first_chunk_seconds',
    'From a model call to the first part of its answer.',
    ['gen_ai_operation_name', 'gen_ai_provider_name', 'gen_ai_request_model'],
    { most: most.chunks, buckets: modelSeconds },
  );
  readonly modelOutputChunk = this.#histograms(
    'gen_ai_client_operation_time_per_output_chunk_seconds',
    'Mean time between the parts of an answer after the first.',
    ['gen_ai_operation_name', 'gen_ai_provider_name', 'gen_ai_request_model'],
    { most: most.chunks, buckets: modelSeconds },
  );
  readonly spansExported = this.#counter('otel_spans_exported_total', 'Spans that the collector took.');
  readonly spansDropped = this.#counters(
    'otel_spans_dropped_total',
    'Spans that were not kept or sent: too many of one run, a full queue, or a collector that did not take them.',
    ['reason'],
  );
  readonly auditHeight = this.#gauge('audit_chain_height', 'Entries of all audit chains.');
  readonly auditVerifyFailures = this.#counter(
    'audit_verify_failures_total',
    'Verifications of an audit chain that found a bad entry.',
  );
  readonly injectionFlags = this.#counters(
    'injection_flags_total',
    'Texts that screening found to carry instructions.',
    ['action'],
  );
  readonly outboxLag = this.#gauge(
    'outbox_lag_seconds',
    'Age of the oldest row of the outbox that is not dispatched.',
  );
  readonly databaseTransactions = this.#counters('database_transactions_total', 'Transactions begun.', [
    'thread',
    'role',
  ]);
  readonly eventLoopLag = this.#gauges(
    'nodejs_eventloop_lag_seconds',
    'Largest delay of the event loop since the last scrape.',
    ['thread'],
  );
  readonly processMemory = this.#gauge('process_resident_memory_bytes', 'Resident memory of the process.');
  readonly processStart = this.#gauge(
    'process_start_time_seconds',
    'Start of the process, in seconds since the epoch.',
  );

  constructor() {
    this.processStart.set(Math.round(Date.now() / 1000 - process.uptime()));
  }

  /** Measures from now on how late the event loop of this thread is; returns how to stop. */
  watchLoop(thread: string): () => void {
    const watch = watchEventLoop();
    this.#loop = { thread, watch };
    return () => {
      watch.stop();
      this.#loop = null;
    };
  }

  /** The metrics of this thread as plain data. */
  async snapshot(): Promise<MetricsSnapshot> {
    if (this.#loop) {
      const { thread, watch } = this.#loop;
      this.eventLoopLag.set({ thread }, watch.max() / 1000);
      watch.reset();
    }
    return (await this.#registry.getMetricsAsJSON()) as MetricsSnapshot;
  }

  /** The text that `/metrics` answers with: those of this thread and of `others`, summed. */
  async render(others: readonly MetricsSnapshot[] = []): Promise<{ contentType: string; body: string }> {
    this.processMemory.set(process.memoryUsage.rss());
    const all = AggregatorRegistry.aggregate([await this.snapshot(), ...others]);
    return { contentType: all.contentType, body: await all.metrics() };
  }

  #counter(name: string, help: string): Counter<never> {
    return new Counter({ name, help, registers: [this.#registry] });
  }

  #counters<Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[],
  ): BoundedCounter<Label> {
    const counter = new Counter({ name, help, labelNames, registers: [this.#registry] });
    return new BoundedCounter(counter, most.counter);
  }

  #gauge(name: string, help: string): Gauge<never> {
    return new Gauge({ name, help, registers: [this.#registry], aggregator: aggregatorOf(name) });
  }

  #gauges<Label extends string>(
    name: string,
    help: string,
    labelNames: readonly [Label],
  ): BoundedGauge<Label> {
    const aggregator = aggregatorOf(name);
    const gauge = new Gauge({ name, help, labelNames, registers: [this.#registry], aggregator });
    const asOne = (values: number[]) => (aggregator === 'min' ? Math.min(...values) : Math.max(...values));
    return new BoundedGauge(gauge, most.gauge, asOne);
  }

  #histogram(name: string, help: string): Histogram<never> {
    return new Histogram({ name, help, registers: [this.#registry], buckets: seconds });
  }

  #histograms<Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[],
    { most: sets, buckets = seconds }: { most: number; buckets?: number[] },
  ): BoundedHistogram<Label> {
    const histogram = new Histogram({ name, help, labelNames, registers: [this.#registry], buckets });
    return new BoundedHistogram(histogram, sets);
  }
}

/** How a gauge of several threads becomes one. */
function aggregatorOf(name: string): 'first' | 'min' | 'max' | 'sum' {
  if (name.startsWith('process_')) return 'first';
  if (name.endsWith('_state')) return 'max';
  return name.endsWith('_ratio') ? 'min' : 'sum';
}
