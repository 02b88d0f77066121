import { GraphQLError } from 'graphql';
import { AppError } from 'tributary/sdk';
import type { RemoteError } from './remote-answer.js';

const longestReason = 200;

/**
 * What a caller may see of an error of a remote plugin: those codes that tell the caller something to do; all else is
 * a fault of the plugin, its text kept for the log.
 */
export function errorOf(plugin: string, error: RemoteError): GraphQLError {
  const originalError = codedError(plugin, error);
  return new GraphQLError(originalError.message, { originalError, ...(error.path && { path: error.path }) });
}

export function codedError(plugin: string, { message, extensions }: RemoteError): AppError {
  const reason = `${plugin}: ${plain(message)}`;
  switch (extensions?.code) {
    case 'BAD_USER_INPUT':
      return new AppError('BAD_USER_INPUT', { reason });
    case 'CONFLICT':
      return new AppError('CONFLICT', { reason });
    case 'NOT_FOUND':
      return new AppError('NOT_FOUND', { thing: 'What was asked for' });
    case 'FORBIDDEN':
      return new AppError('FORBIDDEN', { needed: `that ${plugin} asks for` });
    case 'CURSOR_INVALID':
      return new AppError('CURSOR_INVALID');
    case 'CURSOR_GONE':
      return new AppError('CURSOR_GONE', { first: 'of its beginning' });
    default:
      return new AppError('PLUGIN_FAULT', { plugin }, { cause: `the plugin said: ${plain(message)}` });
  }
}

/** A line of text, bounded. */
function plain(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .slice(0, longestReason);
}
