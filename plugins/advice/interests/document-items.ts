import type { DocumentSummary, DocumentsService } from 'tributary/sdk';
import { isLanguage, STOP_WORDS, words } from 'tributary/text';
import { billOf } from '../engine/bill.js';
import type { Item } from '../engine/interests/interest.js';

const mostWords = 6;

/** What documents are made of: kind, language, seller, and the words of what they are called. */
export async function itemsOf(
  documents: DocumentsService,
  found: readonly DocumentSummary[],
): Promise<Item[]> {
  const fields = found.length > 0 ? await documents.fields(found.map(({ id }) => id)) : [];
  return found.map((document, at) => {
    const { seller } = billOf(fields[at] ?? []);
    return { id: document.id, features: featuresOf(document, seller) };
  });
}

function featuresOf({ kind, language, title, name }: DocumentSummary, seller: string | null): string[] {
  const called = words(title ?? name.replace(/\.\w+$/u, '').replace(/[_-]+/gu, ' '));
  const common = STOP_WORDS[language !== null && isLanguage(language) ? language : 'en'];
  const telling = called.filter((word) => /^\p{L}{3,}$/u.test(word) && !common.has(word));
  return [
    ...(kind ? [`kind:${kind}`] : []),
    ...(language ? [`language:${language}`] : []),
    ...(seller ? [`seller:${seller.toLowerCase()}`] : []),
    ...[...new Set(telling)].slice(0, mostWords).map((word) => `word:${word}`),
  ];
}
