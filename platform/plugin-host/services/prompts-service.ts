import type { PromptsService } from 'tributary/sdk';
import type { PromptVersion } from '#platform';
import { renderPrompt } from '../prompts/render.js';
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
