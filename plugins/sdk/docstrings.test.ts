import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repositoryRoot } from '#platform/config';

const folder = join(repositoryRoot, 'plugins/sdk');
const declaration = /^export (?:async )?(?:const|function|interface|type|class) (\w+)/;

it('says of every export what it is', async () => {
  const files = (await readdir(folder, { recursive: true })).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.test.ts'),
  );
  const bare = await Promise.all(
    files.map(async (file) => {
      const lines = (await readFile(join(folder, file), 'utf8')).split('\n');
      return lines.flatMap((line, at) => {
        const name = declaration.exec(line)?.[1];
        const before = lines.slice(0, at).findLast((one) => !one.startsWith('// biome-ignore')) ?? '';
        return name && !before.trim().endsWith('*/') ? [`${file}:${at + 1} ${name}`] : [];
      });
    }),
  );
  expect(files.length).toBeGreaterThan(20);
  expect(bare.flat()).toEqual([]);
});
