import type { AIMessageChunk, ToolCallChunk } from '@langchain/core/messages';
import type { ChatGenerationChunk } from '@langchain/core/outputs';
import { malformed } from './failure.js';
import type { Protocol } from './protocol.js';
import type { ChatChunk } from './provider.js';

interface AskedTool {
  id: string;
  name: string;
  arguments: string;
}

/**
 * An answer as LangChain gives it, in our parts. What the answer says of itself comes from the protocol, for LangChain
 * drops some of it and adds up the rest. A tool of the name `answerTool` is the answer itself in the form asked for.
 */
export async function* chatAnswer(
  chunks: AsyncIterable<ChatGenerationChunk>,
  { facts }: Protocol,
  answerTool: string | null = null,
): AsyncGenerator<ChatChunk> {
  const tools = new AskedTools(answerTool);
  for await (const { message } of chunks) {
    const text = textOf(message) + tools.take(toolCallsOf(message));
    if (text !== '') yield { type: 'text', text };
  }
  const reason = reasonOf(facts.finish ?? 'stop', tools);
  // A call that was cut off asks for nothing.
  if (reason === 'tool-calls') yield* tools.calls();
  if (facts.usage) yield { type: 'usage', usage: facts.usage };
  yield { type: 'finish', reason, responseId: facts.responseId, model: facts.model };
}

type Reason = Extract<ChatChunk, { type: 'finish' }>['reason'];

/** Servers differ in whether they name calls as the reason. */
function reasonOf(reason: Reason, tools: AskedTools): Reason {
  if (reason !== 'stop' && reason !== 'tool-calls') return reason;
  return tools.isEmpty ? 'stop' : 'tool-calls';
}

/** Calls of tools, whose arguments come in pieces. */
class AskedTools {
  readonly #answerTool: string | null;
  readonly #calls = new Map<string | number, AskedTool>();
  #answerIndex: number | undefined | null = null;

  constructor(answerTool: string | null) {
    this.#answerTool = answerTool;
  }

  get isEmpty(): boolean {
    return this.#calls.size === 0;
  }

  /** Takes pieces; returns those of the answer itself. */
  take(pieces: readonly ToolCallChunk[]): string {
    let answer = '';
    for (const { name, args = '', index, id } of pieces) {
      if (name !== undefined && name === this.#answerTool) this.#answerIndex = index;
      if (this.#answerIndex !== null && this.#answerIndex === index) answer += args;
      else this.#add(name, args, index, id);
    }
    return answer;
  }

  *calls(): Generator<ChatChunk> {
    for (const { id, name, arguments: text } of this.#calls.values()) {
      yield { type: 'tool-call', id, name, arguments: argumentsOf(text) };
    }
  }

  #add(name = '', args: string, index: number | undefined, id = ''): void {
    // Ollama gives whole calls, all under one index, each with an id of its own.
    const begun = [...this.#calls.entries()].find(([key]) => key === index || (id !== '' && key === id));
    const isAnother = begun && id !== '' && begun[1].id !== '' && begun[1].id !== id;
    if (!begun || isAnother) {
      this.#calls.set(isAnother ? id : (index ?? id), { id, name, arguments: args });
      return;
    }
    const [, call] = begun;
    call.id ||= id;
    call.name ||= name;
    call.arguments += args;
  }
}

function argumentsOf(text: string): unknown {
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // What it says repeats a part of the text.
    throw malformed();
  }
}

const toolCallsOf = (message: object): readonly ToolCallChunk[] =>
  (message as Partial<AIMessageChunk>).tool_call_chunks ?? [];

function textOf({ content }: Pick<AIMessageChunk, 'content'>): string {
  if (typeof content === 'string') return content;
  return content
    .map((part) => (part.type === 'text' && typeof part.text === 'string' ? part.text : ''))
    .join('');
}
