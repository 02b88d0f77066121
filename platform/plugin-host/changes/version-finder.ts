import { AppError } from 'tributary/sdk';
import type { PluginChangeRequest, PluginVersion } from '#platform';
import type { Http } from '#platform/http';
import { readRemoteManifest } from '../remote/read-remote.js';
import { type Discovery, discoverPlugin, discoverPlugins, type PluginPlaces } from './discover.js';
import type { KeptVersion, KeptVersions } from './kept-versions.js';
import { materialise } from './materialise.js';

export interface FinderParts {
  readonly places: PluginPlaces;
  /** Where compiled versions lie on this machine. */
  readonly folder: string;
  readonly kept: KeptVersions;
  readonly http: Pick<Http, 'fetch'>;
  /** The versions that were there when this process started, which run in its threads; by hash. */
  readonly atStart: ReadonlyMap<string, PluginVersion>;
}

const listedMs = 2000;

/** Finds versions: on this machine, in the database, or elsewhere; and makes them ready to be loaded. */
export class VersionFinder {
  readonly #parts: FinderParts;
  #listed: { at: number; discovery: Promise<Discovery> } | null = null;

  constructor(parts: FinderParts) {
    this.#parts = parts;
  }

  /** What lies on this machine; as it was two seconds ago at most. */
  onThisMachine(): Promise<Discovery> {
    if (this.#listed && Date.now() - this.#listed.at < listedMs) return this.#listed.discovery;
    this.#listed = { at: Date.now(), discovery: discoverPlugins(this.#parts.places) };
    return this.#listed.discovery;
  }

  /**
   * The version that a request means: what lies on this machine now, else the newest that is kept. It is kept from now.
   * The address of a manifest may stand in the place of the name.
   * @throws AppError `PLUGIN_NOT_FOUND`, `PLUGIN_INVALID`
   */
  async find({ plugin, version = null, url = null }: PluginChangeRequest): Promise<KeptVersion> {
    const fits = (one: { version: string; hash: string }) =>
      version === null || one.version === version || (version.length >= 8 && one.hash.startsWith(version));
    const address = url ?? (/^https?:\/\//.test(plugin) ? plugin : null);
    if (address !== null) return this.#remote(plugin, address);
    const { found, bad } = await discoverPlugin(this.#parts.places, plugin);
    const here = found.find((one) => one.plugin === plugin);
    if (here && fits(here)) {
      await this.#parts.kept.keep(here, here.files);
      return here;
    }
    const broken = bad.find((one) => one.plugin === plugin);
    if (broken && version === null) throw broken.error;
    const kept = (await this.#parts.kept.list(plugin)).find(fits);
    if (!kept) throw new AppError('PLUGIN_NOT_FOUND', { plugin: version ? `${plugin} ${version}` : plugin });
    return kept.remote && version === null ? this.#remote(plugin, kept.remote.manifestUrl) : kept;
  }

  /**
   * The version of a hash, with its code on this machine.
   * @throws AppError `PLUGIN_NOT_FOUND`, `PLUGIN_INVALID`
   */
  async ready(hash: string): Promise<PluginVersion> {
    const { atStart, kept, folder: root } = this.#parts;
    const present = atStart.get(hash);
    if (present) return present;
    const version = await kept.find(hash);
    if (!version) throw new AppError('PLUGIN_NOT_FOUND', { plugin: hash.slice(0, 12) });
    if (version.manifest.remote) return { ...version, isolation: 'REMOTE', folder: null, code: null };
    const folder = await materialise(root, version, () => kept.files(hash));
    return { ...version, isolation: 'THREAD', folder, code: folder };
  }

  async #remote(plugin: string, url: string): Promise<KeptVersion> {
    const version = await readRemoteManifest(this.#parts.http, url);
    if (plugin !== url && version.plugin !== plugin) {
      const reason = `id: the manifest is that of ${version.plugin}, not of ${plugin}`;
      throw new AppError('PLUGIN_INVALID', { plugin, field: 'id', reason });
    }
    await this.#parts.kept.keep(version, null);
    return version;
  }
}
