import type { HiddenText } from 'tributary/sdk';
import type { PdfDocument } from './pdf-library.js';

/** What every program writes into a PDF: facts, not text. */
const ORDINARY: Readonly<Record<string, string>> = {
  Author: 'author',
  Creator: 'creator',
  Producer: 'producer',
  CreationDate: 'created',
  ModDate: 'modified',
};
/** Facts that pdf.js itself adds. */
const OWN = /^(?:Is[A-Z]|PDFFormatVersion$|Language$|EncryptFilterName$|Title$)/;
/** Parts of the XMP packet that describe the packet and its history. */
const TECHNICAL = /^(?:pdfaextension|pdfaschema|xmpmm|sttype|xmptpg):/i;
/** A title of so many words is no title. */
const LONG_TITLE = 20;

/** Title, author, program and dates of a PDF; all else that its properties hold is text that nobody sees. */
export async function readProperties(
  pdf: PdfDocument,
): Promise<{ title: string | null; metadata: Record<string, string>; hidden: HiddenText[] }> {
  const { info, metadata: extended } = await pdf.getMetadata();
  const facts = info as Record<string, unknown>;
  const metadata: Record<string, string> = {};
  const unseen: string[] = [];
  for (const [key, value] of Object.entries(facts)) {
    const name = ORDINARY[key];
    if (typeof value === 'string' && value !== '' && name) metadata[name] = value;
    else if (typeof value === 'string' && !OWN.test(key)) unseen.push(value);
    else if (key === 'Custom') unseen.push(...textsOf(value));
  }
  const title = typeof facts.Title === 'string' ? facts.Title : '';
  if (title.split(/\s+/).length > LONG_TITLE) unseen.push(title);
  const known = new Set([title, ...Object.values(metadata)]);
  const packet = Object.entries(extended ? Object.fromEntries(extended) : {});
  const told = packet.filter(([key]) => !TECHNICAL.test(key)).flatMap(([, value]) => textsOf(value));
  unseen.push(...told.filter((text) => text.split(/\s+/).length > 3));
  const hidden = unseen
    .filter((text) => /\p{L}{3}/u.test(text) && !known.has(text))
    .map((text) => ({ carrier: 'metadata', text, page: null }));
  return { title: tidyTitle(title), metadata, hidden };
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(textsOf) : [];
}

/** Programs that print to PDF put a file name into the title. */
function tidyTitle(title: string): string | null {
  const text = title.replace(/^Microsoft (?:Word|Excel|PowerPoint) - /, '').trim();
  return text === '' || /^(?:file:|[a-z]:\\|untitled\b)/i.test(text) ? null : text;
}
