import { type Message, textIn } from '../messages/message.js';

/** What a letter says, as text and as HTML that is made of the text alone. */
export interface Composed {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

const signs: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string) => text.replaceAll(/[&<>"']/g, (sign) => signs[sign] ?? sign);

const paragraphs = (body: string) =>
  body
    .split(/\n{2,}/)
    .filter((part) => part.trim() !== '')
    .map((part) => `<p>${escaped(part.trim()).replaceAll('\n', '<br>')}</p>`)
    .join('\n');

/** One message as it is, several as a digest, oldest first. */
export function compose(messages: readonly Message[], locale: string | null): Composed {
  const parts = [...messages]
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .map((message) => ({ ...textIn(message, locale), link: absolute(message.link) }));
  const [only] = parts;
  const subject = parts.length === 1 && only ? only.title : `${parts.length} notifications`;
  const text = parts
    .map(({ title, body, link }) =>
      [...(parts.length > 1 ? [title] : []), body, ...(link ? [link] : [])]
        .filter((each) => each !== '')
        .join('\n\n'),
    )
    .join('\n\n-- \n\n');
  const html = parts
    .map(
      ({ title, body, link }) =>
        `<h2>${escaped(title)}</h2>\n${paragraphs(body)}${link ? `\n<p><a href="${escaped(link)}">${escaped(link)}</a></p>` : ''}`,
    )
    .join('\n<hr>\n');
  return {
    subject: subject.slice(0, 400),
    text: text === '' ? subject : text,
    html: `<!doctype html>\n<html><body>\n${html}\n</body></html>\n`,
  };
}

/** A path of our own pages says nothing in a mailbox. */
const absolute = (link: string | null): string | null => (link?.startsWith('/') ? null : link);
