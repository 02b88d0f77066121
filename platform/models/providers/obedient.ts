import { benignAnswer } from './benign.js';
import { type Directive, directivesOf, type Encoding } from './directives.js';
import { type LocalAnswer, streamLocally } from './local-answer.js';
import type { ChatMessage, ChatProvider, ChatRequest } from './provider.js';
import { valueOfSchema } from './schema-value.js';

/**
 * A model for tests that does whatever a text in its context tells it: no defence that rests on the good sense of a
 * model holds against it. Of several directives the last one wins; without any it answers as the benign one does.
 */
export function obedientModel(model: string): ChatProvider {
  return {
    name: 'obedient',
    model,
    structured: 'schema',
    stream: (request, signal) => streamLocally(request, model, obedientAnswer(request), signal),
  };
}

function obedientAnswer(request: ChatRequest): LocalAnswer {
  const all = directivesOf(request.messages);
  const at = all.findLastIndex((one) => !isShape(one));
  const last = all.at(-1);
  if (!last) return benignAnswer(request);
  // A shape without a text of its own shapes what the last directive before it says.
  const said = isShape(last) ? (at < 0 ? null : (all[at] ?? null)) : last;
  const shapes = all.slice(at + 1).filter((one) => isShape(one));
  const own = shapes.findLast(({ inside }) => inside !== null);
  if (own) return shaped(own, request);
  if (!said) return benignAnswer(request);
  const answer = done(said, request);
  return shapes.reduce((whole, shape) => withShape(shape, whole), answer);
}

type Shape = Extract<Directive, { does: 'stream' | 'encode' }>;
const isShape = (one: Directive): one is Shape => one.does === 'stream' || one.does === 'encode';

function shaped(shape: Shape, request: ChatRequest): LocalAnswer {
  const { inside } = shape;
  const answer = typeof inside === 'string' ? { text: inside } : inside && done(inside, request);
  return withShape(shape, answer ?? benignAnswer(request));
}

function withShape(shape: Shape, answer: LocalAnswer): LocalAnswer {
  if (shape.does === 'stream') return { ...answer, chunks: shape.chunks };
  return { ...answer, text: encoded(answer.text, shape.as) };
}

function done(directive: Directive, request: ChatRequest): LocalAnswer {
  if (isShape(directive)) return shaped(directive, request);
  if (directive.does === 'call') {
    // Models that call tools say something as well.
    const { tool: name, arguments: given } = directive;
    return { ...benignAnswer(request), toolCalls: [{ name, arguments: given }] };
  }
  const text = directive.does === 'say' ? directive.text : leaked(directive.what, request.messages);
  return { text: inSchema(text, request) };
}

function leaked(what: 'system' | 'context', messages: readonly ChatMessage[]): string {
  const system = messages.filter(({ role }) => role === 'system');
  const others = messages.filter(({ role }) => role !== 'system');
  // A prompt without a system message has its template in the first one.
  const chosen = what === 'context' ? others : system.length > 0 ? system : others.slice(0, 1);
  return chosen.map(({ content }) => content).join('\n\n');
}

/** Where a schema is asked, what it says stands in every text of it; unless it is JSON itself. */
function inSchema(text: string, { schema }: ChatRequest): string {
  if (!schema || isJson(text)) return text;
  const value = valueOfSchema(schema.schema, {
    text: () => text,
    texts: () => [text],
    choose: (_name, options) => options.find((option) => text.includes(String(option))) ?? options[0],
    number: (_name, { minimum }) => minimum ?? 0,
    flag: () => true,
  });
  return JSON.stringify(value);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function encoded(text: string, as: Encoding): string {
  if (as === 'b64') return Buffer.from(text).toString('base64');
  if (as === 'hex') return Buffer.from(text).toString('hex');
  if (as === 'spaced') return [...text].join(' ');
  if (as === 'zwsp') return [...text].join('\u200b');
  if (as === 'reverse') return [...text].toReversed().join('');
  return text.replace(/[a-z]/gi, (letter) => {
    const base = letter <= 'Z' ? 65 : 97;
    return String.fromCharCode(((letter.charCodeAt(0) - base + 13) % 26) + base);
  });
}
