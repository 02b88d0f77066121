import type { Engine, RequestContext } from 'tributary/sdk';
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
}

interface VersionParts {
  models: ModelConfiguration | null;
  ports: { prompts: Pick<Prompts, 'pin'>; documents: Pick<DocumentsPort, 'versions'> };
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
  { capability, input, documentIds }: ParsedInput,
  { models, ports }: VersionParts,
): Promise<RunVersions> {
  const settled =
    documentIds.length > 0
      ? settledVersions(await ports.documents.versions(tx, documentIds))
      : new Map<string, string>();
  const documents = [...documentIds]
    .sort()
    .map((id): [string, string | null] => [id, settled.get(id) ?? null]);
  const model = modelVersion(capability, tenant, models);
  if (model === null) return { engine: 'BUILT_IN', model: null, prompts: [], pins: {}, documents };
  const { names, pins } = await ports.prompts.pin(
    tx,
    capability.plugin.contributes.prompts,
    inputHash(input),
  );
  return { engine: 'MODEL', model, prompts: names, pins, documents };
}
