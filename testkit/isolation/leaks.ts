import { answerTo } from './answers.js';
import { labelledBy } from './classification-probes.js';
import { finds, lists } from './lists.js';
import { question, type World } from './world.js';

/** What a field showed of another's world, or that it did not answer. */
interface Leak {
  field: string;
  asked: string;
  seen: readonly string[];
}

/** The entries of the chain are the tenant's; whom they concern is an id, and what was done is not shown. */
const records: ReadonlySet<string> = new Set(['auditEntries', 'exportAudit']);

/** What lists, counts and stored results show the reader of the other's world. */
export async function leaksOfLists(reader: World, other: World, isForeign: boolean): Promise<Leak[]> {
  const found: Leak[] = [];
  for (const [field, query] of Object.entries(lists)) {
    const texts = query.includes('$word')
      ? [other.word, question, 'invoice courier lighthouse keeper']
      : [''];
    for (const asked of texts) {
      const { status, text } = await reader.caller.post(
        query,
        query.includes('$word') ? { word: asked } : {},
      );
      const isRecord = !isForeign && records.has(field);
      const seen = [other.word, ...(isRecord ? [] : other.all)].filter((one) =>
        text.toLowerCase().includes(one),
      );
      if (seen.length > 0 || status !== 200) found.push({ field, asked, seen: [...seen, `${status}`] });
    }
  }
  return found;
}

/** What the reader finds of the other's world by operations that look for documents themselves. */
export async function leaksOfFinding(reader: World, other: World): Promise<Leak[]> {
  // A letter is wrong: a correction would name the word, and the run that asks does not.
  const near = `${other.word.slice(0, -1)}z`;
  const found: Leak[] = [];
  for (const [field, query] of Object.entries(finds)) {
    const texts = query.includes('$word') ? [near, question, 'invoice courier keeper'] : [near];
    for (const asked of texts) {
      const variables = query.includes('$word') ? { word: asked } : query.includes('$near') ? { near } : {};
      const shown = (await answerTo(reader.caller, { query, variables, named: '-' })).toLowerCase();
      const seen = [other.word, '"errors"', ...other.all].filter((one) => shown.includes(one));
      if (seen.length > 0) found.push({ field, asked, seen });
    }
  }
  const bill = 'INVOICE. Bill to: Meadow Design Studio. Net total, VAT, total due. Delivered by the courier.';
  const asked = await labelledBy(reader.caller, other.ids.labelSet, bill);
  if (asked.includes('"bill"')) found.push({ field: 'classifyByLabels', asked: bill, seen: [asked] });
  return found;
}
