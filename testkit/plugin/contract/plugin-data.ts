import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Manifest, z } from 'tributary/sdk';
import type { HostedPlugin } from '#platform';
import { renderPrompt } from '#platform/plugin-host';
import type { PluginUnderTest } from '../plugin-under-test.js';

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
      needs.has(name) || isNamed(name) || (name === 'runs' && code.includes('streamOf('));
    expect(manifest.permissions.filter((name) => !isUsed(name))).toEqual([]);
  });

  if (manifest.contributes.prompts.length > 0) {
    it.each(manifest.contributes.prompts)(
      'renders the prompt %s with the variables it declares',
      async (name) => {
        const prompt = promptOf(await (await plugin()).host(), name);
        const variables = z.array(z.string()).parse(prompt.settings.variables);
        const values = Object.fromEntries(
          variables.map((variable, at) => [variable, `<value ${at} {{${variable}}}>`]),
        );
        const version = { id: '', version: 1, ...prompt };
        const rendered = renderPrompt(version, values);
        // Each is used, and a value is never read as a template.
        for (const value of Object.values(values)) expect(rendered).toContain(value);
        for (const variable of variables) {
          const others = Object.entries(values).filter(([key]) => key !== variable);
          expect(() => renderPrompt(version, Object.fromEntries(others))).toThrow(variable);
        }
      },
    );
  }
}

function promptOf({ prompts }: HostedPlugin, name: string) {
  const found = prompts.find(({ prompt }) => prompt === name);
  if (!found) throw new RangeError(`prompts/${name}.md is missing`);
  return found;
}

async function codeOf(folder: string): Promise<string> {
  const files = await readdir(folder, { recursive: true });
  const code = files.filter((file) => /\.[jt]s$/.test(file) && !file.includes('.test.'));
  return (await Promise.all(code.map((file) => readFile(join(folder, file), 'utf8')))).join('\n');
}
