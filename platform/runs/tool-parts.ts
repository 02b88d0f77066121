import { AppError, type EnginePart, type RunPart } from 'tributary/sdk';
import { blocked } from './blocked.js';
import type { ObjectScreen } from './object-screen.js';
import type { RunTrace } from './run-trace.js';

type ToolPart = Extract<EnginePart, { type: 'ToolCall' | 'ToolResult' }>;
interface OpenCall {
  readonly tool: string;
  readonly span: ReturnType<RunTrace['spans']['begin']>;
}

/** A word of our own, such as `TOOL_DENIED`; not the text of whatever failed. */
const errorWord = /^[A-Z][A-Z_]{1,63}$/;

/** The calls of tools in a run, as they may be shown, each with a span from its call to its result. */
export class ToolParts {
  readonly #open = new Map<string, OpenCall>();

  constructor(
    private readonly plugin: string,
    private readonly trace: RunTrace,
    private readonly screen: Pick<ObjectScreen, 'whole'>,
  ) {}

  /** @throws AppError `PLUGIN_PART_INVALID` for a result of what was not called */
  push(part: ToolPart): RunPart | typeof blocked {
    return part.type === 'ToolCall' ? this.#called(part) : this.#answered(part);
  }

  /** What was called and has no result ends with the run. */
  close(): void {
    for (const { span } of this.#open.values()) span.end();
    this.#open.clear();
  }

  #called({ callId, tool, arguments: given }: Extract<ToolPart, { type: 'ToolCall' }>) {
    this.#open.get(callId)?.span.end();
    this.#open.set(callId, { tool, span: this.trace.spans.begin('tool', tool, { tool, callId }) });
    const shown = this.screen.whole({ tool, arguments: given });
    if (shown === blocked) return blocked;
    return { type: 'ToolCall', callId, ...(shown as { tool: string; arguments: unknown }) } as const;
  }

  #answered({ callId, result, error, denied }: Extract<ToolPart, { type: 'ToolResult' }>) {
    const call = this.#open.get(callId);
    if (!call) {
      const reason = `a result of ${callId}, which was not called`;
      throw new AppError('PLUGIN_PART_INVALID', { plugin: this.plugin, reason });
    }
    this.#open.delete(callId);
    if (denied !== undefined) this.trace.deniedTools.push({ tool: call.tool, reason: denied });
    call.span.end(error === null ? null : errorWord.test(error) ? error : 'TOOL_FAILED');
    const shown = this.screen.whole({ result, error });
    if (shown === blocked) return blocked;
    return { type: 'ToolResult', callId, ...(shown as { result: unknown; error: string | null }) } as const;
  }
}
