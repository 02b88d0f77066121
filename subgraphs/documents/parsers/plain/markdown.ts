import type { HiddenText, ParsedDocument } from 'tributary/sdk';
import { readHtml } from '../html/html.js';

/** Markdown as a reader sees it: rendered, with its tables as rows. Front matter becomes metadata. */
export async function parseMarkdown(text: string): Promise<ParsedDocument> {
  const { marked } = await import('marked');
  const { body, facts, others } = frontMatter(text.replace(/^\ufeff/, ''));
  const document = readHtml(await marked.parse(body, { gfm: true }), 'text/markdown');
  const heading = /^#[ \t]+(.+?)[ \t#]*$/m.exec(body)?.[1];
  const { title, ...metadata } = facts;
  // Nobody sees what else stands above the text: screening does.
  const unseen: HiddenText = { carrier: 'metadata', text: others, page: null };
  return { ...document, title: title ?? heading ?? null, hidden: [...document.hidden, unseen], metadata };
}

/** The title, author and date between `---` at the very begin, and the other lines there. */
function frontMatter(text: string): { body: string; facts: Record<string, string>; others: string } {
  const found = /^---\r?\n([\s\S]*?)\r?\n---(?:\r?\n|$)/.exec(text);
  const lines = found?.[1]?.split(/\r?\n/) ?? [];
  if (!found || !lines.some((line) => /^[\w-]+:/.test(line))) return { body: text, facts: {}, others: '' };
  const pairs = lines.map((line) => /^(title|author|date):\s*(.+)$/i.exec(line));
  return {
    body: text.slice(found[0].length),
    facts: Object.fromEntries(
      pairs.flatMap((pair) => (pair?.[1] && pair[2] ? [[pair[1].toLowerCase(), unquoted(pair[2])]] : [])),
    ),
    others: lines.filter((_line, at) => pairs[at] === null).join('\n'),
  };
}

function unquoted(value: string): string {
  return value.replace(/^(["'])(.*)\1$/, '$2').trim();
}
