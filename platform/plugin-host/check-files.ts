import { Kind, parse } from 'graphql';
import type { Manifest } from 'tributary/sdk';
import type { PluginFiles } from './changes/plugin-files.js';
import { invalid } from './invalid.js';

const operationFile = /^operations\/[^/]+\.graphql$/;

/**
 * Compares the manifest with the files beside it: the panel's entry is there, and its tools are the operations that are
 * marked so. No code of the plugin has run yet.
 * @throws AppError `PLUGIN_INVALID`, naming plugin, field and mend
 */
export function checkFiles({ id, contributes }: Manifest, files: PluginFiles): void {
  const { panel, tools } = contributes;
  if (panel && !files.has(panel.entry)) {
    throw invalid(id, 'contributes.panel.entry', `${panel.entry} is not there; add the file`);
  }
  const marked = [...files].flatMap(([path, content]) =>
    operationFile.test(path) ? toolsIn(content.toString('utf8'), id, path) : [],
  );
  const missing = tools.find((tool) => !marked.includes(tool));
  if (missing !== undefined) {
    const mend = `add operations/${missing}.graphql with \`query ${missing} @tool(description: "…")\``;
    throw invalid(id, 'contributes.tools', `${missing} is no operation that is marked as a tool; ${mend}`);
  }
  const extra = marked.find((tool) => !tools.includes(tool));
  if (extra !== undefined) {
    throw invalid(id, 'contributes.tools', `${extra} is marked as a tool and not declared; add it`);
  }
}

/** The names of the operations of a file that have `@tool`. */
function toolsIn(text: string, plugin: string, path: string): string[] {
  try {
    return parse(text, { noLocation: true, maxTokens: 20_000 }).definitions.flatMap((definition) =>
      definition.kind === Kind.OPERATION_DEFINITION &&
      definition.directives?.some(({ name }) => name.value === 'tool')
        ? [definition.name?.value ?? 'an operation without a name']
        : [],
    );
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : 'is not GraphQL';
    throw invalid(plugin, path, `${reason}; correct its syntax`, cause);
  }
}
