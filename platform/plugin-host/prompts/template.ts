/** Who speaks in a message. */
export const messageRoles = ['system', 'user', 'assistant'] as const;
export type MessageRole = (typeof messageRoles)[number];

/** A piece of a prompt's text. */
export type Piece =
  | { type: 'text'; text: string }
  | { type: 'variable'; name: string }
  | { type: 'partial'; name: string }
  | { type: 'role'; role: string };

const mark = /\{\{\s*(?:role\s+"([^"]*)"|>\s*([\w.-]+)|(\w+))\s*\}\}/g;

/**
 * Takes a prompt's text apart: `{{variable}}`, `{{> other-prompt}}`, `{{role "system"}}` (the marker of dotprompt,
 * google.github.io/dotprompt), and the text between. Other braces are text.
 */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const { index, 0: whole, 1: role, 2: partial, 3: variable } of text.matchAll(mark)) {
    if (index > end) pieces.push({ type: 'text', text: text.slice(end, index) });
    if (role !== undefined) pieces.push({ type: 'role', role });
    else if (partial !== undefined) pieces.push({ type: 'partial', name: partial });
    else if (variable !== undefined) pieces.push({ type: 'variable', name: variable });
    end = index + whole.length;
  }
  if (end < text.length) pieces.push({ type: 'text', text: text.slice(end) });
  return pieces;
}

/** The names that a prompt's text takes values for. */
export function variablesOf(text: string): string[] {
  return namesOf(text, 'variable');
}

/** The prompts that a prompt's text is composed of. */
export function partialsOf(text: string): string[] {
  return namesOf(text, 'partial');
}

/** Says what a text has that no prompt may have; null when there is nothing. */
export function faultOf(text: string): string | null {
  for (const piece of piecesOf(text)) {
    if (piece.type === 'role' && !isRole(piece.role)) {
      return `the role ${JSON.stringify(piece.role)} is none of ${messageRoles.join(', ')}`;
    }
  }
  return null;
}

export const isRole = (role: string): role is MessageRole => messageRoles.some((known) => known === role);

function namesOf(text: string, type: 'variable' | 'partial'): string[] {
  const names = piecesOf(text).flatMap((piece) => (piece.type === type ? [piece.name] : []));
  return [...new Set(names)];
}
