import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeBlobs } from '../../testkit/blobs-conformance.js';
import { openFileBlobs } from './file-blobs.js';

let folder: string;
afterAll(() => rm(folder, { recursive: true }));

describeBlobs(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tributary-blobs-'));
  const stored = async () => {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).length;
  };
  return { blobs: await openFileBlobs(folder), stored };
});
