import { AppError, ExpectedOutcome } from 'tributary/sdk';
import type { HostedCapability, PluginVersion } from '#platform';
import { hostCapability } from '../hosted-capability.js';
import { hostContributions } from '../hosted-contributions.js';
import { invalid } from '../invalid.js';
import { importPlugin } from '../load-plugin.js';
import type { Answer, Link } from './link.js';
import type { Asked, EngineReturn, ThreadDescription } from './messages.js';
import { type Caller, proxyServices } from './service-proxies.js';
import { describeContributions, ThreadContributions } from './thread-contributions.js';
import { ThreadSubgraph } from './thread-subgraph.js';

/** A plugin in its thread: what it is, and how it answers a link. */
export interface ThreadPlugin {
  readonly description: ThreadDescription;
  answerTo(link: () => Link): Answer;
}

/**
 * Imports the code of a version into this thread and checks what it contributes.
 * @throws AppError `PLUGIN_INVALID`, `PLUGIN_PERMISSION_DENIED`
 */
export async function openThreadPlugin(version: PluginVersion): Promise<ThreadPlugin> {
  const { definition } = await importPlugin(version);
  const { manifest } = version;
  if (definition.screens?.length) {
    throw invalid(
      manifest.id,
      'contributes.screens',
      'only a trusted plugin that is present at start can have screens',
    );
  }
  const capabilities = new Map(
    (definition.capabilities ?? []).map((one) => [one.id, { needs: one.needs, hosted: hostCapability(one) }]),
  );
  const contributed = hostContributions(definition);
  const contributions = new ThreadContributions(manifest.id, contributed);
  const subgraph = definition.subgraph ? new ThreadSubgraph(manifest, definition.subgraph) : null;
  const capabilityOf = (id: string) => {
    const found = capabilities.get(id);
    if (!found) throw new AppError('CAPABILITY_NOT_FOUND', { capability: id });
    return found;
  };
  return {
    description: {
      capabilities: [...capabilities.values()].map(({ hosted }) => ({ ...hosted.description })),
      contributions: describeContributions(contributed),
      typeDefs: definition.subgraph?.typeDefs ?? null,
      sdl: subgraph?.sdl ?? null,
    },
    answerTo:
      (link) =>
      (name, payload, { signal }) => {
        switch (name) {
          case 'parseInput': {
            const { capability, input } = payload as Asked['parseInput'];
            return capabilityOf(capability).hosted.parseInput(input);
          }
          case 'parseOutput': {
            const { capability, output } = payload as Asked['parseOutput'];
            return capabilityOf(capability).hosted.parseOutput(output);
          }
          case 'eventInput': {
            const { capability, payload: event } = payload as Asked['eventInput'];
            return capabilityOf(capability).hosted.eventInput(event as never);
          }
          case 'engine': {
            const asked = payload as Asked['engine'];
            const { hosted, needs } = capabilityOf(asked.capability);
            const caller = { link: link(), scope: asked.scope, plugin: manifest.id, granted: needs };
            return runEngine(hosted, asked, caller, signal);
          }
          case 'parsePayload':
            return contributions.parsePayload(payload as Asked['parsePayload']);
          case 'runJob':
            return contributions.runJob(payload as Asked['runJob'], link(), signal);
          case 'parseWork':
            return contributions.parseWork(payload as Asked['parseWork']);
          case 'performWork':
            return contributions.performWork(payload as Asked['performWork'], link(), signal);
          case 'callService':
            return contributions.callService(payload as Asked['callService'], link(), signal);
          case 'evaluate':
            return contributions.evaluate(payload as Asked['evaluate'], link(), signal);
          case 'judge':
            return contributions.judge(payload as Asked['judge']);
          case 'execute':
            if (subgraph) return subgraph.execute(payload as Asked['execute'], link(), signal);
        }
        throw new AppError('INTERNAL', { reason: `nothing answers ${name}` });
      },
  };
}

async function* runEngine(
  hosted: HostedCapability,
  { engine, input, runId, actor }: Asked['engine'],
  caller: Caller,
  signal: AbortSignal,
): AsyncGenerator<unknown, EngineReturn> {
  const run = engine === 'MODEL' ? hosted.model : hosted.builtIn;
  if (!run) throw new AppError('ENGINE_UNAVAILABLE', { capability: hosted.description.id });
  const returned = yield* run(input, proxyServices(caller), { runId, actor, signal });
  if (!(returned instanceof ExpectedOutcome)) return { output: returned };
  const { type, reason, output, code } = returned;
  return { expected: { type, reason, output, code } };
}
