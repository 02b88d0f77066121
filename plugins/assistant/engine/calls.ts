import { type EnginePart, type Granted, type ToolExchange } from 'tributary/sdk';
import { approvalsWhere } from '../approvals/approval.js';
import { carryOut } from '../approvals/carry-out.js';
import { proposeCall } from '../approvals/propose.js';
import { canonical } from '../canonical.js';
import { noteRun } from '../conversations/conversation.js';
import { checkArguments } from '../tools/check-arguments.js';
import { problemOf } from '../tools/operation-tool.js';
import { type AssistantTool, contentOf, isOfTheTool } from '../tools/tool.js';
import type { ToolSet } from '../tools/tool-set.js';
import type { OpenTurn } from './open-turn.js';
import { Passages } from './passages.js';
import { Provenance, type Taint } from './taint.js';
import type { Step, TurnOutput } from './turn-output.js';

/** What engines call tools with. */
export type CallServices = Granted<
  'search' | 'documents' | 'capabilities' | 'operations' | 'store' | 'clock'
>;
/** What somebody asks for: a model, or the plan of the built-in engine. */
export interface AskedCall {
  readonly name: string;
  readonly arguments: unknown;
}
type Parts = AsyncGenerator<EnginePart, Step>;

const notMade = 'The call was not made.';

/**
 * The calls of one turn, over all of its parts: each is checked, decided by the policy and the person, made with the
 * person's rights, and told to readers. What is told to the model of it is data.
 */
export class Calls {
  readonly steps: Step[];
  readonly passages: Passages;
  readonly provenance = new Provenance();
  readonly #tools: ReadonlyMap<string, AssistantTool>;

  constructor(
    readonly turn: OpenTurn,
    readonly set: ToolSet,
    private readonly services: CallServices,
  ) {
    this.#tools = new Map(set.tools.map((tool) => [tool.name, tool]));
    this.steps = turn.before ? [...turn.before.steps] : [];
    this.passages = new Passages(turn.before?.passages);
    this.#asked(turn);
    for (const one of turn.earlier) {
      this.#asked(one);
      this.provenance.read(this.withoutTools(one.reply));
    }
    for (const text of turn.memory) this.provenance.said(text);
    for (const { quote } of this.passages.all) this.provenance.read(quote);
    for (const { content } of this.steps) this.provenance.answered(parsed(content));
  }

  /** How many calls the turn may still make. */
  get left(): number {
    return Math.max(0, this.turn.conversation.maxSteps - this.steps.length);
  }

  get isWaiting(): boolean {
    return this.steps.some(({ outcome }) => outcome === 'WAITING');
  }

  /** What the next part of the turn goes on from. */
  get kept(): Pick<TurnOutput, 'steps' | 'tools' | 'passages'> {
    const tools = this.set.tools.map(({ name }) => name);
    return { steps: this.steps, tools, passages: this.passages.all };
  }

  /** What was asked for and what came of it, as a model is told it. */
  get exchange(): ToolExchange[] {
    return this.steps.map(({ callId, tool, arguments: given, content }) => ({
      calls: [{ id: callId, name: tool, arguments: given }],
      text: '',
      results: [{ callId, content }],
    }));
  }

  /** What was said before cannot name a tool: it would ask for its call. */
  withoutTools(text: string): string {
    return [...this.#tools.keys()].reduce((rest, name) => rest.replaceAll(name, '‹tool›'), text);
  }

  /** What was put into a message from elsewhere was read. */
  #asked({ message, own }: { readonly message: string; readonly own?: string | undefined }): void {
    this.provenance.said(own ?? message);
    if (own !== undefined) this.provenance.read(message);
  }

  /** One call, or why it was not made. Of a tool that is not of the turn it is not made. */
  async *make({ name, arguments: asked }: AskedCall): Parts {
    const callId = `${this.turn.part}.${this.steps.length + 1}`;
    const tool = this.#tools.get(name);
    if (!tool)
      return yield* this.#deny({ callId, tool: name, arguments: null }, 'It is no tool of this turn.');
    // Whatever it is called with: a text that was read may not choose the tool.
    if (this.provenance.of(name, null).isDirected) {
      return yield* this.#deny({ callId, tool: name, arguments: null }, directed);
    }
    const checked = checkArguments(tool, asked);
    if (!checked.ok) {
      const invalid = {
        callId,
        tool: name,
        arguments: null,
        error: checked.problem,
        outcome: 'FAILED',
      } as const;
      return yield* this.#told(invalid);
    }
    const { given } = checked;
    const call = { callId, tool: name, arguments: given };
    if (this.#wasMade(tool, given)) {
      const error = 'Exactly this was asked for in this turn.';
      return yield* this.#told({ ...call, error, outcome: 'DENIED' });
    }
    const { places } = this.provenance.of(name, given);
    const decision = this.#decisionOn(tool, places);
    if (decision === 'DENY') return yield* this.#deny(call, tainted);
    if (decision === 'APPROVE') return yield* this.#propose(tool, given, places);
    return yield* this.#answer(tool, call);
  }

  /** What people decided since the last part is carried out, or told. */
  async *settle(): AsyncGenerator<EnginePart, void> {
    const stored = await approvalsWhere(this.services.store, { turnId: this.turn.turnId });
    const byId = new Map(stored.map((one) => [one.approval.id, one]));
    for (const [at, step] of this.steps.entries()) {
      if (step.outcome !== 'WAITING') continue;
      const { callId, tool, arguments: given } = step;
      yield { type: 'ToolCall', callId, tool, arguments: given };
      const found = byId.get(step.approvalId ?? '');
      const end = found
        ? await carryOut(found, this.#tools.get(tool), this.services, {
            passages: this.passages,
            signal: this.turn.signal,
          })
        : ({ outcome: 'EXPIRED', error: notMade, data: null } as const);
      const settled: Step = { ...step, ...this.#content(end), outcome: end.outcome, error: end.error };
      this.steps[at] = settled;
      yield { type: 'ToolResult', callId, result: end.data, error: end.error };
    }
  }

  #decisionOn({ mutation }: AssistantTool, places: Taint['places']): 'ALLOW' | 'APPROVE' | 'DENY' {
    const { taintedReads, taintedChanges } = this.set.policy;
    const isTainted = places.length > 0;
    if (mutation) return isTainted ? taintedChanges : 'APPROVE';
    return isTainted ? taintedReads : 'ALLOW';
  }

  /** Changes are proposed once a turn; what was read is read once. */
  #wasMade(tool: AssistantTool, given: unknown): boolean {
    const text = canonical(given);
    return this.steps.some(
      (step) =>
        step.tool === tool.name &&
        ['DONE', 'WAITING', 'REJECTED', 'UNKNOWN'].includes(step.outcome) &&
        canonical(step.arguments) === text,
    );
  }

  async *#propose(tool: AssistantTool, given: Step['arguments'], places: Taint['places']): Parts {
    const { id } = await proposeCall(this.turn, { tool, given, places }, this.services);
    yield { type: 'ToolCall', callId: id, tool: tool.name, arguments: given };
    const step: Step = {
      callId: id,
      tool: tool.name,
      arguments: given,
      outcome: 'WAITING',
      error: null,
      approvalId: id,
      runId: null,
      content: 'It waits for the approval of the person.',
    };
    this.steps.push(step);
    return step;
  }

  async *#answer(tool: AssistantTool, call: Pick<Step, 'callId' | 'tool' | 'arguments'>): Parts {
    yield { type: 'ToolCall', ...call };
    const { callId } = call;
    try {
      const about = { passages: this.passages, key: `${this.turn.turnId} ${callId}` };
      const {
        data,
        content,
        runId = null,
      } = await tool.call(call.arguments as Record<string, unknown>, this.services, about);
      const step: Step = { ...call, outcome: 'DONE', error: null, approvalId: null, runId, content };
      if (runId !== null) await noteRun(this.services.store, this.turn, runId);
      this.provenance.answered(data);
      this.steps.push(step);
      yield { type: 'ToolResult', callId, result: data, error: null };
      return step;
    } catch (error) {
      if (!isOfTheTool(error, this.turn.signal)) throw error;
      return yield* this.#ended({ ...call, outcome: 'FAILED', error: problemOf(error) });
    }
  }

  async *#deny(call: Pick<Step, 'callId' | 'tool' | 'arguments'>, reason: string): Parts {
    yield { type: 'ToolCall', ...call };
    return yield* this.#ended({ ...call, outcome: 'DENIED', error: reason }, 'tainted');
  }

  async *#told(call: Pick<Step, 'callId' | 'tool' | 'arguments' | 'outcome' | 'error'>): Parts {
    const { callId, tool, arguments: given } = call;
    yield { type: 'ToolCall', callId, tool, arguments: given };
    return yield* this.#ended(call);
  }

  async *#ended(
    call: Pick<Step, 'callId' | 'tool' | 'arguments' | 'outcome' | 'error'>,
    denied?: string,
  ): Parts {
    const { callId, error } = call;
    const step: Step = { ...call, approvalId: null, runId: null, content: error ?? notMade };
    this.steps.push(step);
    yield { type: 'ToolResult', callId, result: null, error, ...(denied && { denied }) };
    return step;
  }

  #content({ data, error }: { data: unknown; error: string | null }): Pick<Step, 'content'> {
    if (error === null) this.provenance.answered(data);
    return { content: error ?? contentOf(data) };
  }
}

const directed = 'Something that was read asks for this call: it was not made.';
const tainted = 'Its arguments were read somewhere and not said by the person: it was not made.';

/** What a model was told, as it was before it was text. */
function parsed(content: string): unknown {
  try {
    return JSON.parse(content) as unknown;
  } catch {
    return content;
  }
}
