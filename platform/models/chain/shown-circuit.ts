import type { Metrics } from '#platform/telemetry';
import { type AliasSettings, embedAlias, namedTargets } from '../configuration/alias.js';
import { Circuit, type CircuitState } from './circuit.js';

type Aliases = ReadonlyMap<string, AliasSettings>;
export type CircuitMetrics = Pick<Metrics, 'llmCircuitState'>;

/** As the metric shows them. */
const stateNumbers: Record<CircuitState, number> = { closed: 0, 'half-open': 1, shedding: 1, open: 2 };

/** The circuits of the targets that are asked for text; operators see those that an alias names. */
export function chatCircuits(aliases: Aliases, metrics: CircuitMetrics): (target: string) => Circuit {
  const named = targetsOf(aliases, (alias) => alias !== embedAlias);
  return (target) => circuit(target, named.has(target), metrics);
}

/** Those of the targets that make vectors; of one that is asked for text too operators see the state of that. */
export function embeddingCircuits(aliases: Aliases, metrics: CircuitMetrics): (target: string) => Circuit {
  const named = targetsOf(aliases, (alias) => alias === embedAlias);
  const others = targetsOf(aliases, (alias) => alias !== embedAlias);
  return (target) => circuit(target, named.has(target) && !others.has(target), metrics);
}

function circuit(target: string, isShown: boolean, { llmCircuitState }: CircuitMetrics): Circuit {
  if (!isShown) return new Circuit(() => undefined);
  const show = (state: CircuitState) => llmCircuitState.set({ provider: target }, stateNumbers[state]);
  show('closed');
  return new Circuit(show);
}

function targetsOf(aliases: Aliases, isMeant: (alias: string) => boolean): Set<string> {
  const meant = [...aliases].filter(([name]) => isMeant(name));
  return new Set(meant.flatMap(([, alias]) => namedTargets(alias)).map(({ target }) => target));
}
