import { type Manifest, z } from 'tributary/sdk';
import type { HostedPlugin } from '#platform';
import { composeText, partialsOf, renderMessages, renderPrompt } from '#platform/plugin-host';
import type { PluginUnderTest } from '../plugin-under-test.js';

const declared = z.looseObject({ variables: z.array(z.string()) });

/** What holds of the prompts of a plugin. */
export function registerPrompts(manifest: Manifest, plugin: () => Promise<PluginUnderTest>): void {
  const { prompts } = manifest.contributes;
  if (prompts.length === 0) return;

  it.each(prompts)('renders the prompt %s with the variables it declares', async (name) => {
    const prompt = promptOf(await (await plugin()).host(), name);
    const values = valuesOf(prompt);
    const rendered = renderPrompt(prompt, values);
    // Each is used, and a value is never read as a template.
    for (const value of Object.values(values)) expect(rendered).toContain(value);
    for (const variable of Object.keys(values)) {
      const others = Object.entries(values).filter(([key]) => key !== variable);
      expect(() => renderPrompt(prompt, Object.fromEntries(others))).toThrow(variable);
    }
  });

  it.each(prompts)('gives the model the prompt %s as messages that can be answered', async (name) => {
    const hosted = await (await plugin()).host();
    const messages = renderMessages(promptOf(hosted, name), valuesOf(promptOf(hosted, name)));
    const isPart = hosted.prompts.some(({ text }) => partialsOf(text).includes(name));
    if (!isPart) expect(messages.map(({ role }) => role)).toContain('user');
    // Instructions come from the template and its user: what a document says is no instruction.
    const instructions = messages.filter(({ role }) => role === 'system');
    const sources = instructions.flatMap(({ segments }) => segments.map(({ source }) => source));
    expect(sources.filter((source) => source === 'document' || source === 'tool')).toEqual([]);
  });
}

/** The prompt as it would be asked: the plugin's own prompts put in. What is another plugin's is left out. */
function promptOf({ prompts }: HostedPlugin, name: string) {
  const found = prompts.find(({ prompt }) => prompt === name);
  if (!found) throw new RangeError(`prompts/${name}.md is missing`);
  const textOf = (part: string) => prompts.find(({ prompt }) => prompt === part)?.text ?? '';
  return { ...found, text: composeText(name, textOf) };
}

/** A value for each variable, which looks like a template. */
function valuesOf({ settings }: { settings: unknown }): Record<string, string> {
  const { variables } = declared.parse(settings);
  return Object.fromEntries(variables.map((variable, at) => [variable, `<value ${at} {{${variable}}}>`]));
}
