import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { childEnvironment, repositoryRoot } from '#platform/config';

/** What a command came to. */
export interface CommandEnded {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

/** `npm run tributary -- …` on the data folder of a system. */
export function runTributary(dataDir: string, ...parameters: string[]): Promise<CommandEnded> {
  const program = join(repositoryRoot, 'dist/cli/main.js');
  const env = childEnvironment({ DATA_DIR: dataDir });
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...parameters], { env }, (error, output, errors) =>
      resolve({ code: error ? Number(error.code) : 0, output, errors }),
    );
  });
}
