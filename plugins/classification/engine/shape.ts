import type { DocumentKind } from './kinds.js';

/** What the form of a text says, without its words: log odds by kind, and what they rest on. */
interface ShapeCue {
  name: string;
  kind: DocumentKind;
  weight: number;
}

/** The type of the file and the shape of its lines. */
export function shapeCues(mediaType: string, text: string): ShapeCue[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const found: ShapeCue[] = [];
  const add = (kind: DocumentKind, name: string, weight: number) => found.push({ kind, name, weight });
  if (mediaType === 'message/rfc822') add('email', 'shape: a mail', 3.2);
  if (/csv|spreadsheet|ms-excel|tab-separated|application\/json/.test(mediaType))
    add('dataset', 'shape: a table file', 2.4);
  if (lines.length === 0) return found;
  const sentences = text.match(/\p{Ll}{2}[.!?](?:\s|$)|[。！？]/gu)?.length ?? 0;
  const long = lines.filter((line) => line.length > 60).length / lines.length;
  const celled =
    lines.filter((line) => (line.match(/\t| {3,}|[|;,]\s*\S/gu)?.length ?? 0) >= 3).length / lines.length;
  const numeric = (text.match(/\d/gu)?.length ?? 0) / text.length;
  if (sentences >= 5 && long > 0.5) add('article', 'shape: paragraphs', 2.3);
  if (sentences >= 40 && long > 0.4) add('report', 'shape: a long text', 0.7);
  if (lines.length >= 5 && celled > 0.85 && sentences <= lines.length / 10)
    add('dataset', 'shape: rows of cells', 1.4);
  if (numeric > 0.4 && lines.length >= 5) add('dataset', 'shape: mostly numbers', 0.8);
  return found;
}
