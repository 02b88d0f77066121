import { AppError, type EngineGenerator } from 'tributary/sdk';
import type { HostedContributions, HostedEngine } from '#platform';
import type { Breaker } from './breaker.js';
import { runAs } from './stray-faults.js';

/** A fault of a plugin's code, not an answer of its: nothing that it or a service threw on purpose. */
export function isFault(error: unknown): boolean {
  return !(error instanceof AppError) || faultCodes.has(error.code);
}

const faultCodes: ReadonlySet<string> = new Set([
  'PLUGIN_FAULT',
  'PLUGIN_TIMEOUT',
  'PLUGIN_MEMORY',
  'PLUGIN_PART_INVALID',
]);

/** What a resolver did wrong, coded; what it threw is the cause. */
export function coded(plugin: string, error: unknown): AppError {
  return error instanceof AppError ? error : new AppError('PLUGIN_FAULT', { plugin }, { cause: error });
}

/** Has a breaker see how the work of a plugin's resolvers ends; what they throw is coded. */
export function guardWith(breaker: Breaker, plugin: string) {
  const failed = (error: unknown): never => {
    if (isFault(error)) breaker.fault(error);
    throw coded(plugin, error);
  };
  return <Result>(work: () => Result): Result => {
    breaker.expectClosed();
    let result: Result;
    try {
      result = runAs(breaker, work);
    } catch (error) {
      return failed(error);
    }
    if (result instanceof Promise) {
      return result.then((value) => {
        breaker.succeeded();
        return value;
      }, failed) as Result;
    }
    if (isAsyncIterable(result)) return watched(result, breaker, failed) as Result;
    breaker.succeeded();
    return result;
  };
}

/** Has a breaker see how an engine ends; what it throws stays as it is. */
export function guardEngine(engine: HostedEngine, breaker: Breaker): HostedEngine {
  return async function* guarded(input, services, run) {
    breaker.expectClosed();
    try {
      const output = yield* within(breaker, () => engine(input, services, run));
      breaker.succeeded();
      return output;
    } catch (error) {
      if (isFault(error) && !run.signal.aborted) breaker.fault(error);
      throw error;
    }
  };
}

/** Every turn of the engine is the plugin's. */
async function* within(breaker: Breaker, begin: () => EngineGenerator<unknown>): EngineGenerator<unknown> {
  const engine = runAs(breaker, begin);
  try {
    for (;;) {
      const step = await runAs(breaker, () => engine.next());
      if (step.done) return step.value;
      yield step.value;
    }
  } finally {
    engine.return(undefined).catch(() => undefined);
  }
}

/** The same for everything else that a plugin contributes. */
export function guardContributions(
  { jobs, works, services, evaluators, rules }: HostedContributions,
  guard: <Result>(work: () => Result) => Result,
): HostedContributions {
  return {
    jobs: jobs.map((job) => ({
      ...job,
      run: (payload, granted, progress) => guard(() => job.run(payload, granted, progress)),
    })),
    works: works.map((work) => ({
      ...work,
      perform: (step, granted, signal) => guard(() => work.perform(step, granted, signal)),
    })),
    services: services.map((service) => ({
      ...service,
      call: (method, input, granted, call) => guard(() => service.call(method, input, granted, call)),
    })),
    evaluators: evaluators.map((evaluator) => ({
      ...evaluator,
      evaluate: (item, granted, progress) => guard(() => evaluator.evaluate(item, granted, progress)),
    })),
    rules: rules.map((rule) => ({
      ...rule,
      judge: (facts, params) => guard(() => rule.judge(facts, params)),
    })),
  };
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

/** Not a generator: one would keep a reader that leaves waiting for the next event. */
function watched(
  source: AsyncIterable<unknown>,
  breaker: Breaker,
  failed: (error: unknown) => never,
): AsyncIterableIterator<unknown> {
  const iterator = runAs(breaker, () => source[Symbol.asyncIterator]());
  return {
    next: () =>
      runAs(breaker, () => iterator.next()).then((step) => {
        if (step.done) breaker.succeeded();
        return step;
      }, failed),
    return: async (value) => (await iterator.return?.(value)) ?? { done: true, value },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
