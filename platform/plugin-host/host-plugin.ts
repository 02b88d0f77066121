import type { HostedCapability, HostedPlugin, PluginVersion } from '#platform';
import { Breaker } from './breaker.js';
import { guardContributions, guardEngine, guardWith } from './guard.js';
import { hostCapability } from './hosted-capability.js';
import { hostContributions } from './hosted-contributions.js';
import { importPlugin } from './load-plugin.js';
import { runAs } from './stray-faults.js';
import { buildPluginSubgraph } from './subgraph.js';

/**
 * Hosts a version in this thread: its code is imported, and checked against its manifest. What it does wrong fails the
 * run or field that it happens in, and opens its breaker when it happens repeatedly.
 * @throws AppError `PLUGIN_INVALID`, `PLUGIN_PERMISSION_DENIED`
 */
export async function hostPlugin(version: PluginVersion): Promise<HostedPlugin> {
  const { plugin } = version;
  const breaker = new Breaker(plugin);
  const { definition, prompts } = await runAs(breaker, () => importPlugin(version));
  const guard = guardWith(breaker, plugin);
  const { capabilities = [], screens = [], subgraph } = definition;
  return {
    version,
    prompts,
    screens,
    capabilities: capabilities.map((capability) => guardCapability(hostCapability(capability), breaker)),
    contributions: guardContributions(hostContributions(definition), guard),
    typeDefs: subgraph?.typeDefs ?? null,
    subgraph: (bind) => (subgraph ? buildPluginSubgraph(plugin, subgraph, bind, guard) : null),
    health: () => breaker.health(),
    // What was imported stays until the process ends.
    close: async () => undefined,
  };
}

function guardCapability(capability: HostedCapability, breaker: Breaker): HostedCapability {
  const { model, builtIn } = capability;
  return {
    ...capability,
    ...(model && { model: guardEngine(model, breaker) }),
    ...(builtIn && { builtIn: guardEngine(builtIn, breaker) }),
  };
}
