import { Lexer, Source, TokenKind } from 'graphql';
import { AppError } from 'tributary/sdk';

/**
 * Counts tokens before anything is parsed, and stops at the first that is too many. What cannot be read as tokens is
 * left for the parser to refuse.
 * @throws AppError `MAX_TOKENS`.
 */
export function checkTokens(text: string, max: number): void {
  const lexer = new Lexer(new Source(text));
  for (let count = 0; ; count++) {
    if (count > max) throw new AppError('MAX_TOKENS', { max });
    try {
      if (lexer.advance().kind === TokenKind.EOF) return;
    } catch {
      return;
    }
  }
}
