import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Config, repositoryRoot } from '#platform/config';
import type { StartPlaces } from '#platform/plugin-host/changes';

/** Where `tributary/*` and npm packages are found, for code that lies elsewhere. */
export const packageUrl = pathToFileURL(join(repositoryRoot, 'package.json')).href;

/** Where plugins lie on this machine. */
export function startPlaces({ plugins, dataDir }: Config): StartPlaces {
  const { folder, trusted } = plugins;
  return { root: repositoryRoot, folder, trusted, compiled: join(dataDir, 'plugins') };
}
