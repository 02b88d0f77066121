import type { Address } from 'postal-mime';
import { AppError, type HiddenText, type ParsedDocument } from 'tributary/sdk';
import { readHtml } from '../html/html.js';
import { oneLine, textPage } from '../text-lines.js';

/**
 * A message: subject, people and date, the body that a mail program shows (HTML before plain text), and the names of
 * the attachments, which are not opened. Fails with `DOCUMENT_EMPTY` or `DOCUMENT_BROKEN`.
 */
export async function parseEmail(bytes: Uint8Array): Promise<ParsedDocument> {
  const { default: PostalMime } = await import('postal-mime');
  const email = await PostalMime.parse(bytes, { maxNestingDepth: 20, maxRfc822NestingDepth: 2 }).catch(
    (cause: unknown) => {
      throw new AppError('DOCUMENT_BROKEN', { reason: 'it is not a valid message' }, { cause });
    },
  );
  const body = bodyOf(email.html, email.text);
  const names = email.attachments.map(({ filename, mimeType }) => oneLine(filename ?? mimeType));
  if (body.text.trim() === '' && names.length === 0 && !email.subject) throw new AppError('DOCUMENT_EMPTY');
  const facts: [string, string][] = [
    ['Subject', email.subject ?? ''],
    ['From', people(email.from ? [email.from] : [])],
    ['To', people(email.to ?? [])],
    ['Cc', people(email.cc ?? [])],
    ['Date', email.date ?? ''],
  ];
  const head = facts.filter(([, value]) => value !== '').map(([name, value]) => `${name}: ${oneLine(value)}`);
  const attached = names.length > 0 ? ['', 'Attachments:', ...names] : [];
  const hidden: HiddenText[] = [...body.hidden];
  const page = textPage(1, [...head, '', body.text, ...attached].join('\n'), hidden);
  const metadata = Object.fromEntries(
    [...facts, ['messageId', email.messageId ?? ''], ['attachments', names.join(', ')]]
      .filter(([, value]) => value !== '')
      .map(([name = '', value = '']) => [name[0]?.toLowerCase() + name.slice(1), value]),
  );
  return { mediaType: 'message/rfc822', title: email.subject ?? null, pages: [page], hidden, metadata };
}

function bodyOf(html: string | undefined, plain: string | undefined): { text: string; hidden: HiddenText[] } {
  if (html && html.trim() !== '') {
    try {
      const { pages, hidden } = readHtml(html, 'text/html');
      return { text: pages[0]?.text ?? '', hidden };
    } catch (error) {
      // A message whose HTML shows nothing still has its plain text.
      if (!(error instanceof AppError && error.code === 'DOCUMENT_EMPTY')) throw error;
    }
  }
  return { text: plain ?? '', hidden: [] };
}

function people(addresses: readonly Address[]): string {
  return addresses
    .flatMap((each) => (each.group ? each.group : [each]))
    .map(({ name, address }) => (name && address ? `${name} <${address}>` : name || address || ''))
    .filter((each) => each !== '')
    .join(', ');
}
