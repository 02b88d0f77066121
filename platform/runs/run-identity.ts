import type { RequestContext, Rights } from 'tributary/sdk';
import { inputHash, type LoadedCapability } from '#platform/plugin-host';
import type { RunVersions } from './run-versions.js';

/** What equal runs share. */
export interface RunIdentity {
  key: string;
  versions: RunVersions;
}

/** Rights as a hash; `every:` in front for who acts for all readers of a document. */
export function rightsKey({ mode, principals }: Rights): string {
  return `${mode}:${inputHash([...principals].sort())}`;
}

/** Who may see a run: those with its rights, or who started it alone. */
export function runRightsKey(
  { actor, rights }: Pick<RequestContext, 'actor' | 'rights'>,
  { ownerOnly = false }: { readonly ownerOnly?: boolean },
): string {
  const key = rightsKey(rights);
  return ownerOnly ? `own:${inputHash([actor, key])}` : key;
}

/** Tenant, rights, versions and input in one hash: runs with equal keys give the same result, so they can be one. */
export function joinKey(
  context: RequestContext,
  { definition, plugin, version }: LoadedCapability,
  versions: RunVersions,
  input: unknown,
): string {
  // Two contents of a plugin that is being written may say that they are the same version.
  const content = version.isolation === 'HOST' ? plugin.version : `${plugin.version} ${version.hash}`;
  const key = runRightsKey(context, definition);
  return inputHash([context.tenant, key, definition.id, plugin.id, content, versions, input]);
}

/** The trace id of a W3C trace context; null when it is not one. */
export function traceIdOf(traceparent: string): string | null {
  return /^[0-9a-f]{2}-([0-9a-f]{32})-/.exec(traceparent)?.[1] ?? null;
}
