import type { PromptsService } from 'tributary/sdk';
import type { PromptVersion } from '#platform';
import { renderPrompt } from '../prompts/render.js';
import type { ServiceCaller, ServiceParts } from './service-parts.js';

/** Renders prompts: within a run as it was pinned, else from where the label `production` stands. */
export function promptsService(
  { database, ports }: ServiceParts,
  { context, run }: ServiceCaller,
): PromptsService {
  return {
    async render(prompt, variables) {
      const version = run
        ? await run.prompt(prompt)
        : await database.tenant(context.tenant, (tx) => ports.prompts.current(tx, prompt));
      const span = run?.span.begin('prompt', nameOf(version), { promptVersion: nameOf(version) });
      try {
        const text = renderPrompt(version, variables);
        span?.content('text', text);
        return { text, version: nameOf(version) };
      } finally {
        span?.end();
      }
    },
  };
}

/** How a prompt version is named in results and decisions: `summarize@3`. */
export function nameOf({ prompt, version }: Pick<PromptVersion, 'prompt' | 'version'>): string {
  return `${prompt}@${version}`;
}
