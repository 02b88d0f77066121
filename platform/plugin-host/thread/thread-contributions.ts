import { AppError, type EvaluationCase } from 'tributary/sdk';
import type { HostedContributions } from '#platform';
import type { Link } from './link.js';
import type { Asked, AskedOfHost, ContributionsDescription } from './messages.js';
import { type Caller, proxyServices } from './service-proxies.js';

/** What the thread of a plugin says of its jobs, services, evaluators and kinds of rule. */
export function describeContributions(contributions: HostedContributions): ContributionsDescription {
  return {
    jobs: contributions.jobs.map(({ description }) => description),
    works: contributions.works.map(({ description }) => description),
    services: contributions.services.map(({ description }) => description),
    evaluators: contributions.evaluators.map(({ description }) => description),
    rules: contributions.rules.map(({ description }) => description),
  };
}

/** Answers what is asked of them, in the thread of the plugin. */
export class ThreadContributions {
  readonly #plugin: string;
  readonly #contributions: HostedContributions;

  constructor(plugin: string, contributions: HostedContributions) {
    this.#plugin = plugin;
    this.#contributions = contributions;
  }

  parsePayload({ job, payload }: Asked['parsePayload']): Promise<unknown> {
    return this.#job(job).parsePayload(payload);
  }

  async runJob(asked: Asked['runJob'], link: Link, signal: AbortSignal): Promise<void> {
    const { scope, jobId, attempt, event } = asked;
    const hosted = this.#job(asked.job);
    await hosted.run(asked.payload, this.#services(hosted, link, scope), {
      jobId,
      attempt,
      ...(event && { event }),
      signal,
      async rest() {
        await link.call('rest', { scope } satisfies AskedOfHost['rest']);
      },
      checkpoint: (step) => link.call('checkpoint', { scope, step } satisfies AskedOfHost['checkpoint']),
      async remember(step, data) {
        await link.call('remember', { scope, step, data } satisfies AskedOfHost['remember']);
      },
    });
  }

  parseWork({ work, payload }: Asked['parseWork']): Promise<unknown> {
    return this.#find(this.#contributions.works, work).parsePayload(payload);
  }

  performWork(
    { work, step, scope }: Asked['performWork'],
    link: Link,
    signal: AbortSignal,
  ): Promise<unknown> {
    const hosted = this.#find(this.#contributions.works, work);
    return hosted.perform(step, this.#services(hosted, link, scope), signal);
  }

  callService({ service, method, input, scope }: Asked['callService'], link: Link, signal: AbortSignal) {
    const hosted = this.#find(this.#contributions.services, service);
    return hosted.call(method, input, this.#services(hosted, link, scope), { signal });
  }

  evaluate(asked: Asked['evaluate'], link: Link, signal: AbortSignal): Promise<unknown> {
    const hosted = this.#find(this.#contributions.evaluators, asked.evaluator);
    return hosted.evaluate(asked.item as EvaluationCase, this.#services(hosted, link, asked.scope), {
      signal,
    });
  }

  judge({ rule, facts, params }: Asked['judge']): Promise<unknown> {
    const hosted = this.#contributions.rules.find(({ description }) => description.kind === rule);
    if (!hosted) throw new AppError('NOT_FOUND', { thing: `The kind of rule ${rule}` });
    return hosted.judge(facts, params);
  }

  #job(id: string) {
    const found = this.#contributions.jobs.find(({ description }) => description.id === id);
    if (!found) throw new AppError('JOB_NOT_FOUND', { plugin: this.#plugin, job: id });
    return found;
  }

  #find<Hosted extends { description: { id: string } }>(all: readonly Hosted[], id: string): Hosted {
    const found = all.find(({ description }) => description.id === id);
    if (!found) throw new AppError('NOT_FOUND', { thing: id });
    return found;
  }

  #services({ description }: { description: { needs: readonly string[] } }, link: Link, scope: number) {
    const caller: Caller = { link, scope, plugin: this.#plugin, granted: description.needs };
    return proxyServices(caller);
  }
}
