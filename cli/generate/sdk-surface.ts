import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { repositoryRoot } from '#platform/config';

const run = promisify(execFile);

/** The declarations of `tributary/sdk`, file by file, as the compiler sees them: what plugin authors rely on. */
export async function sdkSurface(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-sdk-'));
  try {
    const project = join(folder, 'tsconfig.json');
    await writeFile(project, JSON.stringify(projectOf(folder)));
    const compiler = join(repositoryRoot, 'node_modules/typescript/bin/tsc');
    // Type errors are the type check's to report.
    await run(process.execPath, [compiler, '-p', project]).catch(() => undefined);
    const files = (await readdir(folder, { recursive: true }))
      .filter((file) => file.endsWith('.d.ts'))
      .sort();
    const parts = await Promise.all(
      files.map(async (file) => [file, await readFile(join(folder, file), 'utf8')]),
    );
    return parts.map(([file, text]) => `// ---- plugins/sdk/${file}\n\n${text}`).join('\n');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const sources = join(repositoryRoot, 'plugins/sdk');

function projectOf(outDir: string) {
  const emit = { declaration: true, emitDeclarationOnly: true, incremental: false, sourceMap: false };
  return {
    extends: join(repositoryRoot, 'tsconfig.json'),
    compilerOptions: { ...emit, outDir, rootDir: sources, types: [] },
    include: [sources],
    exclude: [`${sources}/**/*.test.ts`],
  };
}
