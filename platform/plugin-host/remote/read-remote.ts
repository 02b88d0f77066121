import { createHash } from 'node:crypto';
import { AppError, type Manifest, z } from 'tributary/sdk';
import type { PluginVersion } from '#platform';
import type { Http } from '#platform/http';
import { addedFields, isEntityField } from '../coordinates.js';
import { invalid } from '../invalid.js';
import { parseManifest } from '../read-manifest.js';
import { readSdl } from './own-sdl.js';

const manifestBytes = 100_000;
const sdlBytes = 1_000_000;
const timeoutMs = 10_000;
const sdlQuery = JSON.stringify({ query: '{ _service { sdl } }' });
const sdlAnswer = z.object({ data: z.object({ _service: z.object({ sdl: z.string() }) }) });

/**
 * Reads a remote plugin: its manifest, then its SDL. Both addresses have to be public, or allowed by `EGRESS_ALLOW`; no
 * redirect is followed.
 * @throws AppError `PLUGIN_INVALID`, `SSRF_BLOCKED`, `HTTP_FAILED`
 */
export async function readRemoteManifest(
  http: Pick<Http, 'fetch'>,
  manifestUrl: string,
): Promise<PluginVersion> {
  const text = await textOf(http, { url: manifestUrl, maxBytes: manifestBytes });
  const manifest = parseManifest(text, manifestUrl);
  const url = checkRemote(manifest);
  const answer = await textOf(http, {
    url,
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: sdlQuery,
    maxBytes: sdlBytes,
  });
  const sdl = sdlAnswer.safeParse(jsonOf(answer));
  if (!sdl.success) throw invalid(manifest.id, 'remote.url', 'does not answer { _service { sdl } }');
  return remoteVersion(manifest, manifestUrl, readSdl(manifest.id, sdl.data.data._service.sdl));
}

/**
 * A remote version of what is known of it, as it is stored and made again.
 * @throws AppError `PLUGIN_INVALID` when the SDL is not what the manifest says
 */
export function remoteVersion(manifest: Manifest, manifestUrl: string, typeDefs: string): PluginVersion {
  checkRemote(manifest);
  checkFields(manifest, typeDefs);
  return {
    plugin: manifest.id,
    version: manifest.version,
    hash: createHash('sha256')
      .update(JSON.stringify([manifest, typeDefs]))
      .digest('hex'),
    manifest,
    source: 'REMOTE',
    isolation: 'REMOTE',
    folder: null,
    code: null,
    remote: { manifestUrl, typeDefs },
  };
}

/** A remote plugin answers queries; what the host would run or keep for it, it does itself. Returns its address. */
export function checkRemote(manifest: Manifest): string {
  const { id, remote, permissions, contributes, settings, budget } = manifest;
  if (!remote) throw invalid(id, 'remote', 'is missing; add { "url": … }, or install the plugin here');
  const refuse = (field: string) => {
    throw invalid(
      id,
      field,
      'a remote plugin has only fields; remove it, or make it a plugin that runs here',
    );
  };
  if (permissions.length > 0) refuse('permissions');
  if (settings) refuse('settings');
  if (budget) refuse('budget');
  for (const [kind, value] of Object.entries(contributes)) {
    const isEmpty = value === null || (Array.isArray(value) && value.length === 0);
    if (kind !== 'fields' && !isEmpty) refuse(`contributes.${kind}`);
  }
  return remote.url;
}

function checkFields({ id, contributes: { fields: declared } }: Manifest, typeDefs: string): void {
  const fields = addedFields(typeDefs);
  const found = fields.map(({ coordinate }) => coordinate);
  const missing = declared.find((name) => !found.includes(name));
  const extra = found.find((name) => !declared.includes(name));
  if (missing !== undefined)
    throw invalid(id, 'contributes.fields', `${missing} is declared but not in its SDL`);
  if (extra !== undefined) throw invalid(id, 'contributes.fields', `${extra} is in its SDL but not declared`);
  const hard = fields.find((field) => isEntityField(field) && !field.nullable);
  if (hard) throw invalid(id, hard.coordinate, 'must be nullable: it is added to an entity');
}

type Request = Parameters<Http['fetch']>[0];

async function textOf(http: Pick<Http, 'fetch'>, request: Request): Promise<string> {
  const { status, body } = await http.fetch({ timeoutMs, ...request });
  if (status !== 200)
    throw new AppError('HTTP_FAILED', { url: request.url, reason: `it answered ${status}` });
  return new TextDecoder().decode(body);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
