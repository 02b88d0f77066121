import { AppError, type Engine, type RequestContext, type RunVariant } from 'tributary/sdk';
import type { CurrentVersion, DocumentsPort, PromptPins, Prompts, Transaction } from '#platform';
import { defaultAlias, type ModelConfiguration, type ModelNames } from '#platform/models';
import { inputHash, type LoadedCapability, type ParsedInput } from '#platform/plugin-host';

/** What would answer a run now, and from what; part of its join key. */
export interface RunVersions {
  engine: Engine;
  model: string | null;
  prompts: string[];
  pins: PromptPins;
  /** The documents that the input names; null for one that is still being read. */
  documents: [id: string, version: string | null][];
  /** Of a trial. */
  variant?: RunVariant;
}

interface VersionParts {
  models: ModelConfiguration | null;
  ports: { prompts: Pick<Prompts, 'pin' | 'repin'>; documents: Pick<DocumentsPort, 'versions'> };
}

export function usesModel({ hosted }: LoadedCapability, models: ModelNames | null): boolean {
  return hosted.model !== undefined && (models?.modelOf(defaultAlias) ?? null) !== null;
}

/** What could answer for the model of a capability, as one text; null when the built-in engine answers. */
export function modelVersion(
  capability: LoadedCapability,
  tenant: string,
  models: ModelConfiguration | null,
): string | null {
  const scope = { tenant, capability: capability.definition.id };
  return usesModel(capability, models) ? (models?.version(scope) ?? null) : null;
}

/** The versions of documents that are read to their end. */
export function settledVersions(current: ReadonlyMap<string, CurrentVersion>): Map<string, string> {
  const settled = [...current].filter(([, { isSettled }]) => isSettled);
  return new Map(settled.map(([document, { versionId }]) => [document, versionId]));
}

/** Asks for prompt versions only when a model would answer, and for documents only when the input names some. */
export async function readVersions(
  tx: Transaction,
  { tenant }: Pick<RequestContext, 'tenant'>,
  { capability, input, documentIds, variant }: ParsedInput,
  { models, ports }: VersionParts,
): Promise<RunVersions> {
  const settled =
    documentIds.length > 0
      ? settledVersions(await ports.documents.versions(tx, documentIds))
      : new Map<string, string>();
  const documents = [...documentIds]
    .sort()
    .map((id): [string, string | null] => [id, settled.get(id) ?? null]);
  const tried = variant ? { variant } : {};
  if (variant) expectPossible(capability, variant, models);
  const model = variant?.engine === 'BUILT_IN' ? null : modelVersion(capability, tenant, models);
  if (model === null) return { engine: 'BUILT_IN', model: null, prompts: [], pins: {}, documents, ...tried };
  const standing = await ports.prompts.pin(tx, capability.plugin.contributes.prompts, inputHash(input));
  const { names, pins } = variant?.prompts
    ? await ports.prompts.repin(tx, standing, variant.prompts)
    : standing;
  return { engine: 'MODEL', model, prompts: names, pins, documents, ...tried };
}

/** @throws AppError `ENGINE_UNAVAILABLE`, `BAD_USER_INPUT` for a variant that no run could follow */
function expectPossible(
  capability: LoadedCapability,
  { engine, model }: RunVariant,
  models: ModelNames | null,
): void {
  const hasEngine =
    engine === 'BUILT_IN'
      ? capability.hosted.builtIn !== undefined
      : engine !== 'MODEL' || usesModel(capability, models);
  if (!hasEngine) throw new AppError('ENGINE_UNAVAILABLE', { capability: capability.definition.id });
  if (model === undefined || (models?.modelOf(model) ?? null) !== null) return;
  throw new AppError('BAD_USER_INPUT', { reason: `model: there is no alias ${model}` });
}
