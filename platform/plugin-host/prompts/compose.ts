import { AppError } from 'tributary/sdk';
import { type Piece, piecesOf } from './template.js';

/** The longest text of a prompt with all that it is composed of, in UTF-16 units. */
export const longestPrompt = 100_000;

/**
 * Puts the texts of other prompts in place of `{{> name}}`, at any depth.
 * @param textOf the text of a prompt; undefined when there is none
 * @throws AppError `PROMPT_INVALID` naming the prompt that is missing, the circle, or the length
 */
export function composeText(prompt: string, textOf: (name: string) => string | undefined): string {
  let length = 0;
  const compose = (name: string, within: readonly string[]): string => {
    const path = [...within, name];
    const text = textOf(name);
    if (text === undefined) throw invalidPrompt(prompt, `there is no prompt ${name} to compose it of`);
    if (within.includes(name)) throw invalidPrompt(prompt, `it is composed of itself: ${path.join(' > ')}`);
    return piecesOf(text)
      .map((piece) => {
        const written = sourceOf(piece);
        // The marks count too: prompts that put each other in twice grow without a letter of text.
        length += written.length;
        if (length > longestPrompt) {
          throw invalidPrompt(prompt, `it is composed of more than ${longestPrompt} characters`);
        }
        return piece.type === 'partial' ? compose(piece.name, path) : written;
      })
      .join('');
  };
  return compose(prompt, []);
}

/** A prompt that cannot be used, with what is wrong with it. */
export function invalidPrompt(prompt: string, reason: string): AppError {
  return new AppError('PROMPT_INVALID', { prompt, reason });
}

function sourceOf(piece: Piece): string {
  if (piece.type === 'text') return piece.text;
  if (piece.type === 'role') return `{{role "${piece.role}"}}`;
  return piece.type === 'variable' ? `{{${piece.name}}}` : `{{> ${piece.name}}}`;
}
