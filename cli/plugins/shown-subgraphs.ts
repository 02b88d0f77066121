import { DesiredState } from '#platform/plugin-host/changes';
import type { ServedSubgraph } from '#platform/registry';
import type { Foundation } from '../foundation.js';

/**
 * What is served, without plugins that are disabled: a process that died leaves its entries behind for a while, and
 * nobody else takes those of a disabled plugin back.
 */
export async function shownSubgraphs(
  { database }: Pick<Foundation, 'database'>,
  served: readonly ServedSubgraph[],
): Promise<ServedSubgraph[]> {
  const { desired } = await new DesiredState(database).read();
  const disabled = new Set(desired.filter(({ enabled }) => !enabled).map(({ plugin }) => plugin));
  return served.filter(({ name }) => !disabled.has(name));
}
