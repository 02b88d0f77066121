import { AppError, type ContextSource, contextSources, isContextPart, z } from 'tributary/sdk';
import type { PromptVersion } from '#platform';
import { invalidPrompt } from './compose.js';
import { isRole, type MessageRole, piecesOf } from './template.js';

/** Where a span of a prompt came from; `system` is the template. */
export type Provenance = 'system' | ContextSource;

/** A span of a message from one source. */
export interface Segment {
  readonly text: string;
  readonly source: Provenance;
  /** What it was read from, as its `ContextPart` says. */
  readonly id: string | null;
  /** What does not fit goes first where this is lowest; infinite for what may not go. */
  readonly priority: number;
  readonly keep: 'whole' | 'start' | 'end';
}

/** A message of a rendered prompt. */
export interface RenderedMessage {
  readonly role: MessageRole;
  readonly segments: readonly Segment[];
}

/** A prompt with its other prompts put in; what else a version has is not needed. */
type Template = Pick<PromptVersion, 'prompt' | 'text' | 'settings'>;

/**
 * Puts values in place of `{{variable}}` and parts the text at its role markers. A value is a `ContextPart`, a list of
 * them, or plain: then it is the user's and stays whole, unless the front matter declares it as `document` or `tool`,
 * which can be cut. What is neither text nor a part goes in as JSON. A value is never read as a template. Text before
 * the first marker is the user's message.
 * @throws AppError `BAD_USER_INPUT` for a variable that has no value, `PROMPT_INVALID`
 */
export function renderMessages(
  version: Template,
  variables: Readonly<Record<string, unknown>>,
): RenderedMessage[] {
  const sources = sourcesOf(version.settings);
  const pieces = piecesOf(version.text);
  const messages: { role: MessageRole; segments: Segment[] }[] = [{ role: 'user', segments: [] }];
  for (const piece of pieces) {
    if (piece.type === 'role') {
      if (!isRole(piece.role)) throw invalidPrompt(version.prompt, `there is no role ${piece.role}`);
      messages.push({ role: piece.role, segments: [] });
    } else if (piece.type === 'partial') {
      throw invalidPrompt(version.prompt, `there is no prompt ${piece.name} to compose it of`);
    } else {
      const segments =
        piece.type === 'text'
          ? [template(piece.text)]
          : valueSegments(givenValue(version, variables, piece.name), sources[piece.name]);
      messages.at(-1)?.segments.push(...segments.filter(({ text }) => text !== ''));
    }
  }
  // A prompt without markers is one message, letter for letter.
  if (messages.length === 1) return messages;
  return messages
    .map(({ role, segments }) => ({ role, segments: trimmed(segments) }))
    .filter(({ segments }) => segments.some(({ text }) => text.trim() !== ''));
}

/**
 * The text of a rendered prompt; its messages stand apart by an empty line. A value is never read as a template.
 * @throws AppError `BAD_USER_INPUT` for a variable that has no value
 */
export function renderPrompt(version: Template, variables: Readonly<Record<string, unknown>>): string {
  return renderMessages(version, variables)
    .map(({ segments }) => segments.map(({ text }) => text).join(''))
    .join('\n\n');
}

const declaredSources = z.looseObject({
  sources: z.record(z.string(), z.enum(contextSources)).default({}),
});

function sourcesOf(settings: PromptVersion['settings']): Partial<Record<string, ContextSource>> {
  return declaredSources.parse(settings).sources;
}

function givenValue(
  { prompt }: Template,
  variables: Readonly<Record<string, unknown>>,
  name: string,
): unknown {
  const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
  if (value !== undefined) return value;
  throw new AppError('BAD_USER_INPUT', { reason: `the prompt ${prompt} needs the variable ${name}` });
}

const template = (text: string): Segment => ({
  text,
  source: 'system',
  id: null,
  priority: Infinity,
  keep: 'whole',
});

function valueSegments(value: unknown, source: ContextSource = 'user'): Segment[] {
  const parts = Array.isArray(value) ? value : [value];
  if (parts.every(isContextPart) && (parts.length > 0 || source !== 'user')) {
    return parts.flatMap(({ id = null, priority = 0, keep = 'start', ...part }, at) => {
      const segment: Segment = { ...part, id, priority, keep };
      return at === 0 ? [segment] : [template('\n\n'), segment];
    });
  }
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (source === 'user') return [{ ...template(text), source }];
  return [{ text, source, id: null, priority: 0, keep: 'start' }];
}

/** Without the blank lines of the template around a message. */
function trimmed(segments: readonly Segment[]): Segment[] {
  const last = segments.length - 1;
  return segments
    .map((segment, at) => {
      if (segment.source !== 'system') return segment;
      const text = at === 0 ? segment.text.trimStart() : segment.text;
      return { ...segment, text: at === last ? text.trimEnd() : text };
    })
    .filter(({ text }) => text !== '');
}
