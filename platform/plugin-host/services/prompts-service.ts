import { AppError, type PromptsService } from 'tributary/sdk';
import type { PromptVersion } from '#platform';
import type { ServiceCaller, ServiceParts } from './service-parts.js';

/** Renders prompts from the versions that the label `production` stands at. */
export function promptsService(
  { database, ports }: ServiceParts,
  { context, run }: ServiceCaller,
): PromptsService {
  return {
    async render(prompt, variables) {
      const version = await database.tenant(context.tenant, (tx) => ports.prompts.current(tx, prompt));
      run?.sawPrompt(nameOf(version));
      return { text: renderPrompt(version, variables), version: nameOf(version) };
    },
  };
}

/** How a prompt version is named in results and decisions: `summarize@3`. */
export function nameOf({ prompt, version }: PromptVersion): string {
  return `${prompt}@${version}`;
}

/**
 * Puts values in place of `{{variable}}`; what is not a string goes in as JSON. A value is never read as a template.
 * @throws AppError `BAD_USER_INPUT` for a variable that has no value
 */
export function renderPrompt(version: PromptVersion, variables: Record<string, unknown>): string {
  return version.text.replace(/\{\{\s*(\w+)\s*\}\}/g, (_whole, name: string) => {
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    if (value === undefined) {
      throw new AppError('BAD_USER_INPUT', {
        reason: `the prompt ${version.prompt} needs the variable ${name}`,
      });
    }
    return typeof value === 'string' ? value : JSON.stringify(value);
  });
}
