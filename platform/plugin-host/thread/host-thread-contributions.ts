import { AppError, evaluationScores, judgement, type z } from 'tributary/sdk';
import type { HostedContributions } from '#platform';
import { expectJson } from './check-parts.js';
import type { ContributionsDescription } from './messages.js';
import type { Scope } from './scopes.js';
import type { ThreadClient } from './thread-client.js';

/** The jobs, services, evaluators and kinds of rule of a plugin in a thread of its own, for this thread to use. */
export function threadContributions(
  { jobs, works, services, evaluators, rules }: ContributionsDescription,
  client: ThreadClient,
  plugin: string,
): HostedContributions {
  const within = async <Result>(scope: Scope, work: (id: number) => Promise<Result>): Promise<Result> => {
    const id = client.scopes.open(scope);
    return work(id).finally(() => client.scopes.close(id));
  };
  const json = (value: unknown): unknown => {
    expectJson(value, plugin);
    return value;
  };
  const fitting = <Schema extends z.ZodType>(
    schema: Schema,
    value: unknown,
    what: string,
  ): z.output<Schema> => {
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    throw new AppError('PLUGIN_PART_INVALID', { plugin, reason: what });
  };
  return {
    jobs: jobs.map((description) => ({
      description,
      parsePayload: async (payload) =>
        json(await client.call('parsePayload', { job: description.id, payload })),
      async run(payload, granted, progress) {
        const { jobId, attempt, event, signal } = progress;
        const asked = { job: description.id, payload, jobId, attempt, ...(event && { event }) };
        await within({ services: granted, progress }, (scope) =>
          client.work('runJob', { ...asked, scope }, signal),
        );
      },
    })),
    works: works.map((description) => ({
      description,
      parsePayload: async (payload) =>
        json(await client.call('parseWork', { work: description.id, payload })),
      perform: async (step, granted, signal) =>
        json(
          await within({ services: granted }, (scope) =>
            client.work('performWork', { work: description.id, step, scope }, signal),
          ),
        ),
    })),
    services: services.map((description) => ({
      description,
      call: async (method, input, granted, { signal }) =>
        json(
          await within({ services: granted }, (scope) =>
            client.call('callService', { service: description.id, method, input, scope }, signal),
          ),
        ),
    })),
    evaluators: evaluators.map((description) => ({
      description,
      async evaluate(item, granted, { signal }) {
        const scores = await within({ services: granted }, (scope) =>
          client.work('evaluate', { evaluator: description.id, item, scope }, signal),
        );
        return fitting(evaluationScores, scores, `the scores of ${description.id}`);
      },
    })),
    rules: rules.map((description) => ({
      description,
      async judge(facts, params) {
        const judged = await client.call('judge', { rule: description.kind, facts, params });
        return fitting(judgement, judged, `the judgement of ${description.kind}`);
      },
    })),
  };
}
