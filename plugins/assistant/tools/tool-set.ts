import { type Granted, z } from 'tributary/sdk';
import { analyserFor, camelParts, containment } from 'tributary/text';
import type { Limits } from '../conversations/conversation.js';
import { operationTool } from './operation-tool.js';
import { ownTools } from './own-tools.js';
import type { AssistantTool } from './tool.js';

/** More than so many nobody chooses among well, and each is paid for in every call. */
const mostOperations = 32;

const settingsShape = z.object({
  taintedReads: z.enum(['ALLOW', 'APPROVE', 'DENY']).default('ALLOW'),
  taintedChanges: z.enum(['APPROVE', 'DENY']).default('APPROVE'),
  operations: z.array(z.string()).nullish(),
});
/** What the tenant decided for calls whose arguments come from what was read. */
export type TaintPolicy = Pick<z.infer<typeof settingsShape>, 'taintedReads' | 'taintedChanges'>;

export interface ToolSet {
  readonly tools: readonly AssistantTool[];
  readonly policy: TaintPolicy;
}

/**
 * The tools of a turn. They follow from who asks, the tenant's settings, the conversation, and the person's own words:
 * nothing that was read has a say. A turn that goes on has the tools that it began with, as far as they still stand.
 */
export async function toolSetOf(
  { tools: allowed, approvals }: Limits,
  { message, before }: { message: string; before: readonly string[] | null },
  { operations, settings }: Granted<'operations' | 'settings'>,
): Promise<ToolSet> {
  const { operations: listed, ...policy } = settingsShape.parse(await settings.read());
  const known = await operations.tools();
  const offered = known
    .filter(({ name }) => (listed ?? [name]).includes(name))
    .filter(({ mutation }) => !mutation || approvals === 'ASK')
    .map(operationTool);
  const all = [...ownTools, ...offered].filter(({ name }) => allowed?.includes(name) ?? true);
  if (before) return { tools: all.filter(({ name }) => before.includes(name)), policy };
  const own = all.filter((tool) => ownTools.includes(tool));
  const others = all.filter((tool) => !ownTools.includes(tool));
  return { tools: [...own, ...nearest(message, others)], policy };
}

/** Those whose names and descriptions share most with the message, where there are too many. */
function nearest(message: string, tools: readonly AssistantTool[]): readonly AssistantTool[] {
  if (tools.length <= mostOperations) return tools;
  const analyser = analyserFor(message);
  const wanted = new Set(analyser.terms(message));
  const ranked = tools.map((tool, at) => {
    const said = `${camelParts(tool.name).join(' ')} ${tool.description}`;
    return { tool, at, score: containment(wanted, new Set(analyser.terms(said))) };
  });
  ranked.sort((one, other) => other.score - one.score || one.at - other.at);
  return ranked.slice(0, mostOperations).map(({ tool }) => tool);
}
