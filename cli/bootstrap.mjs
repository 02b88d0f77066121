#!/usr/bin/env node
/*
 * The door of every command. It stands on nothing but Node 20, so that a fresh clone needs no set-up: it installs the
 * packages when they are missing or not those of the lock file, builds when a source has changed, and then becomes
 * the command, under the Node 24 that the packages bring.
 */
import { spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { constants } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const at = (...parts) => join(root, ...parts);
const node = at('node_modules/.bin/node');
const stamp = at('dist/.built');
const lock = at('.data/bootstrap.lock');
const longestHoldMs = 900_000;

const commands = {
  // Plugins of a folder lose their types as they are enabled; that Node calls this new is no news to an operator.
  start: ['--disable-warning=ExperimentalWarning', '--expose-gc', at('dist/cli/start.js')],
  demo: [at('dist/cli/demo.js')],
  frontend: [at('examples/frontend/serve.mjs')],
  eval: [at('dist/cli/eval.js')],
  bench: [at('dist/bench/main.js')],
  train: [at('dist/cli/train.js')],
  check: [at('cli/check.mjs')],
  test: [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    at('node_modules/jest/bin/jest.js'),
    '--config',
    at('jest.config.mjs'),
  ],
};

const given = process.argv.slice(2);
const [command = ''] = given;
await prepare();
const wantsHelp = ['start', 'demo', 'eval', 'bench'].includes(command) && given.includes('--help');
if (Object.hasOwn(commands, command) && !wantsHelp) become([...commands[command], ...given.slice(1)]);
else if (command !== 'build') become([at('dist/cli/main.js'), ...given]);

/** Installs and builds what is out of date, one process at a time. */
async function prepare() {
  if (isInstalled() && changedSources().length === 0) return;
  const release = await takeLock();
  try {
    if (!isInstalled()) install();
    checkNode();
    if (changedSources().length > 0) build();
  } finally {
    release();
  }
}

/** Whether node_modules holds what the lock file says; npm keeps its own list there. */
function isInstalled() {
  const installed = readJson('node_modules/.package-lock.json')?.packages;
  const wanted = readJson('package-lock.json')?.packages;
  if (!installed || !wanted || !existsSync(node)) return false;
  return Object.entries(wanted).every(([path, { version, optional, devOptional }]) => {
    if (path === '') return true;
    const found = installed[path]?.version;
    return found === version || (found === undefined && (optional || devOptional));
  });
}

function install() {
  say('Installing the packages (once; half a minute or more) …');
  const npm = process.env.npm_execpath?.endsWith('.js')
    ? [process.execPath, process.env.npm_execpath]
    : ['npm'];
  const [program, ...first] = npm;
  const result = spawnSync(program, [...first, 'ci', '--include=dev', '--loglevel=error', '--no-progress'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64_000_000,
  });
  if (result.status !== 0) {
    process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}`);
    fail(`npm ci failed${result.error ? `: ${result.error.message}` : ''}.`);
  }
}

function checkNode() {
  const { stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' });
  if (Number.parseInt(stdout?.slice(1) ?? '', 10) >= 24) return;
  fail(
    `The packages brought no Node 24 for ${process.platform}-${process.arch}; see optionalDependencies in package.json.`,
  );
}

/** Sources that are newer than the build, or were not there or are gone since. */
function changedSources() {
  const built = readJson('dist/.built');
  if (!built) return ['everything'];
  const time = statSync(stamp).mtimeMs;
  const sources = listSources();
  const known = new Set(built.sources);
  const changed = sources.filter((path) => !known.has(path) || statSync(at(path)).mtimeMs > time);
  const present = new Set(sources);
  return [...changed, ...built.sources.filter((path) => !present.has(path))];
}

function listSources() {
  const { include } = readJson('tsconfig.json');
  const folders = include.map((pattern) => pattern.split('/')[0]);
  return ['tsconfig.json', 'package.json', ...folders.flatMap((folder) => walk(folder))].sort();
}

function walk(folder) {
  if (!existsSync(at(folder))) return [];
  return readdirSync(at(folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : walk(path);
    return ['.ts', '.json'].includes(extname(entry.name)) ? [path] : [];
  });
}

function build() {
  say('Building …');
  const started = new Date();
  const sources = listSources();
  const before = readJson('dist/.built')?.sources ?? [];
  const { status, stdout } = spawnSync(node, [at('node_modules/typescript/bin/tsc'), '-p', root], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) {
    process.stderr.write(stdout);
    // The output is written all the same; only the command that is about it fails.
    if (command === 'build') fail('The sources have type errors.');
    say('Built in spite of type errors.');
  }
  for (const path of before.filter((gone) => !sources.includes(gone))) {
    const output = at('dist', path.replace(/\.ts$/, '.js'));
    for (const file of [output, `${output}.map`]) rmSync(file, { force: true });
  }
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, JSON.stringify({ sources }));
  utimesSync(stamp, started, started); // what changes while we build is newer than the build
}

/** Waits until no other process installs or builds. The lock of a process that was killed does not count. */
async function takeLock() {
  mkdirSync(dirname(lock), { recursive: true, mode: 0o700 });
  for (let attempt = 0; ; attempt++) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      return () => rmSync(lock, { force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') fail(`${lock} cannot be written: ${error.code}.`);
    }
    const holder = Number(readText(lock));
    const age = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if ((holder > 0 && !isRunning(holder)) || age > longestHoldMs) rmSync(lock, { force: true });
    else if (attempt === 20) say('Waiting for another process that installs or builds …');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Runs Node 24 in place of this process, or, where Node cannot do that yet, as its child. */
function become(parameters) {
  checkEntry(parameters);
  const env = { NODE_COMPILE_CACHE: at('node_modules/.cache/compile'), ...process.env };
  if (typeof process.execve === 'function') {
    process.removeAllListeners('warning');
    process.on('warning', () => undefined); // that execve is experimental
    process.execve(node, [node, ...parameters], env);
  }
  const child = spawn(node, parameters, { stdio: 'inherit', env });
  // A terminal sends Ctrl-C to the child itself; a second copy would be taken for impatience.
  const forward = (signal) => !(signal === 'SIGINT' && process.stdin.isTTY) && child.kill(signal);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, forward);
  child.on('error', (error) => fail(error.message));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
}

function checkEntry(parameters) {
  const entry = parameters.find((parameter) => /\.m?js$/.test(parameter));
  if (entry && !existsSync(entry)) fail(`${entry} is missing; delete the folder dist and try again.`);
}

function readText(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(at(path), 'utf8'));
  } catch {
    return null;
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function say(text) {
  process.stderr.write(`${text}\n`);
}

function fail(text) {
  process.stderr.write(`${text}\n`);
  if (readText(lock) === String(process.pid)) rmSync(lock, { force: true });
  process.exit(1);
}
