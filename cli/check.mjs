/*
 * `npm run check`: what has to hold before a change is committed. Each check says one line when all is well, and what
 * is wrong otherwise. It needs no database.
 */
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { houseRules } from './check/house-rules.mjs';
import { packageRules } from './check/package-rules.mjs';
import { rooms } from './check/sources.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const tool =
  (path, ...parameters) =>
  () =>
    run([join(root, 'node_modules', path), ...parameters]);

const checks = {
  types: tool('typescript/bin/tsc', '-p', '.', '--noEmit', '--tsBuildInfoFile', 'node_modules/.cache/types'),
  'types of the page': tool('typescript/bin/tsc', '-p', 'examples/frontend'),
  contracts: () => run([join(root, 'dist/cli/main.js'), 'generate', '--check']),
  'format and lint': tool('@biomejs/biome/bin/biome', 'ci', '--colors=off', '--max-diagnostics=50'),
  imports: tool(
    'dependency-cruiser/bin/dependency-cruise.mjs',
    '--config',
    '.dependency-cruiser.mjs',
    ...rooms(root),
  ),
  'dead code': tool('knip/bin/knip.js', '--no-progress', '--no-config-hints'),
  packages: () => packageRules(root),
  'house rules': () => houseRules(root),
};

const began = performance.now();
const failed = [];
const queue = Object.entries(checks).values();
await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, worker));
const seconds = ((performance.now() - began) / 1000).toFixed(1);
process.stdout.write(failed.length > 0 ? `failed: ${failed.join(', ')}\n` : `all is well, ${seconds} s\n`);
process.exitCode = failed.length > 0 ? 1 : 0;

async function worker() {
  for (const [name, check] of queue) {
    const start = performance.now();
    const { faults, output } = await check();
    const took = `${((performance.now() - start) / 1000).toFixed(1)} s`;
    if (faults === 0) process.stdout.write(`ok      ${name.padEnd(16)} ${took}\n`);
    else {
      failed.push(name);
      process.stdout.write(`FAILED  ${name.padEnd(16)} ${took}\n${output.trim()}\n`);
    }
  }
}

function run(parameters) {
  const child = spawn(process.execPath, parameters, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const parts = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => parts.push(part));
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ faults: 1, output: error.message }));
    child.on('close', (code) =>
      resolve({ faults: code === 0 ? 0 : 1, output: Buffer.concat(parts).toString() }),
    );
  });
}
