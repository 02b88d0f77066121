import type { Blobs } from '#platform';
import type { Config } from '#platform/config';
import { openFileBlobs } from './file-blobs.js';

/** Opens the store that `BLOBS_URL` names. */
export async function openBlobs(config: Config): Promise<Blobs> {
  return openFileBlobs(config.blobs.driver.folder);
}
