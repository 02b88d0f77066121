import {
  type AnyEvaluator,
  type AnyJob,
  type AnyRule,
  type AnyService,
  AppError,
  evaluationScores,
  judgement,
  type PluginDefinition,
  z,
} from 'tributary/sdk';
import type { HostedContributions, HostedEvaluator, HostedJob, HostedRule, HostedService } from '#platform';
import { firstIssue, given, inputSchema, made } from './hosted-schemas.js';
import { hostWork } from './hosted-work.js';

/** What a plugin whose code is in this thread contributes besides capabilities, screens and its subgraph. */
export function hostContributions(definition: PluginDefinition): HostedContributions {
  const { jobs = [], works = [], provides = [], evaluators = [], rules = [] } = definition;
  const { id: plugin } = definition.manifest;
  return {
    jobs: jobs.map(hostJob),
    works: works.map(hostWork),
    services: provides.map((service) => hostService(plugin, service)),
    evaluators: evaluators.map((evaluator) => hostEvaluator(plugin, evaluator)),
    rules: rules.map((rule) => hostRule(plugin, rule)),
  };
}

function hostJob(job: AnyJob): HostedJob {
  const { id, description, needs, attempts, timeoutMs, queue, on, onlyWith } = job;
  return {
    description: {
      id,
      description,
      needs,
      payload: inputSchema(job.payload),
      ...(attempts !== undefined && { attempts }),
      ...(timeoutMs !== undefined && { timeoutMs }),
      ...(queue !== undefined && { queue }),
      ...(on !== undefined && { on }),
      ...(onlyWith !== undefined && { onlyWith }),
    },
    parsePayload: async (payload) => given(job.payload, payload, 'payload'),
    run: (payload, services, progress) => job.run(payload, services, progress),
  };
}

function hostService(plugin: string, service: AnyService): HostedService {
  const { id, description, needs, methods, serve } = service;
  return {
    description: {
      id,
      description,
      needs,
      methods: Object.fromEntries(
        Object.entries(methods).map(([name, { input, output }]) => [
          name,
          { input: inputSchema(input), output: outputSchema(output) },
        ]),
      ),
    },
    async call(name, input, services, call) {
      const [method, code] = [methods[name], serve[name]];
      if (!method || !code) throw new AppError('NOT_FOUND', { thing: `The method ${name} of ${id}` });
      const answer = await code(given(method.input, input, name) as never, services as never, call);
      return made(method.output, answer, plugin, `the answer of ${id}.${name}`);
    },
  };
}

function hostEvaluator(plugin: string, evaluator: AnyEvaluator): HostedEvaluator {
  const { id, description, needs } = evaluator;
  return {
    description: { id, description, needs },
    async evaluate(item, services, progress) {
      const scores = await evaluator.evaluate(item, services, progress);
      return made(evaluationScores, scores, plugin, `the scores of ${id}`);
    },
  };
}

function hostRule(plugin: string, rule: AnyRule): HostedRule {
  const { kind, description, params } = rule;
  return {
    description: { kind, description, params: inputSchema(params) },
    async judge(facts, parameters) {
      const parsed = params.safeParse(parameters);
      if (!parsed.success)
        throw new AppError('RULE_INVALID', { rule: kind, reason: firstIssue(parsed.error, 'params') });
      return made(judgement, rule.judge(facts, parsed.data), plugin, `the judgement of ${kind}`);
    },
  };
}

const outputSchema = (schema: z.ZodType) => z.toJSONSchema(schema, { unrepresentable: 'any' });
