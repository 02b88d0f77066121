import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Manifest } from 'tributary/sdk';
import type { PluginUnderTest } from '../plugin-under-test.js';
import { registerPrompts } from './prompts.js';

/** What holds before anything runs. */
export function registerData(manifest: Manifest, plugin: () => Promise<PluginUnderTest>): void {
  it('has a manifest that is valid and says exactly what the code brings', async () => {
    const { version } = await (await plugin()).host();
    expect(version.manifest.id).toBe(manifest.id);
  });

  it('is permitted what it needs, and nothing that it does not use', async () => {
    const under = await plugin();
    const { capabilities = [], jobs = [], evaluators = [], provides = [] } = await under.definition();
    const needs = new Set<string>(
      [...capabilities, ...jobs, ...evaluators, ...provides].flatMap((one) => [...one.needs]),
    );
    expect([...needs].filter((name) => !manifest.permissions.includes(name))).toEqual([]);
    // What resolvers take of their context stands nowhere but in the code.
    const code = await codeOf(under.code);
    const isNamed = (name: string) => new RegExp(`\\b${name.split('.').at(-1)}\\b`).test(code);
    const isUsed = (name: string) =>
      needs.has(name) || isNamed(name) || (name === 'runs' && /(?:streamOf|answerOf)\(/.test(code));
    expect(manifest.permissions.filter((name) => !isUsed(name))).toEqual([]);
  });

  registerPrompts(manifest, plugin);
}

async function codeOf(folder: string): Promise<string> {
  const files = await readdir(folder, { recursive: true });
  const code = files.filter((file) => /\.[jt]s$/.test(file) && !file.includes('.test.'));
  return (await Promise.all(code.map((file) => readFile(join(folder, file), 'utf8')))).join('\n');
}
