import type { Engine } from 'tributary/sdk';
import type { Prompts, Transaction } from '#platform';
import { defaultAlias, type ModelNames } from '#platform/models';
import { type LoadedCapability, nameOf } from '#platform/plugin-host';

/** What would answer a run now; part of its join key. */
export interface EngineVersions {
  engine: Engine;
  model: string | null;
  prompts: string[];
}

export function usesModel({ hosted }: LoadedCapability, models: ModelNames | null): boolean {
  return hosted.model !== undefined && (models?.modelOf(defaultAlias) ?? null) !== null;
}

/** Asks for prompt versions only when a model would answer. */
export async function readVersions(
  tx: Transaction,
  capability: LoadedCapability,
  models: ModelNames | null,
  prompts: Pick<Prompts, 'current'>,
): Promise<EngineVersions> {
  if (!usesModel(capability, models)) return { engine: 'BUILT_IN', model: null, prompts: [] };
  const names: string[] = [];
  for (const prompt of capability.plugin.contributes.prompts) {
    names.push(nameOf(await prompts.current(tx, prompt)));
  }
  return { engine: 'MODEL', model: models?.modelOf(defaultAlias) ?? null, prompts: names };
}
