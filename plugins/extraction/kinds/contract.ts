import type { ExtractedField, PageText } from 'tributary/sdk';
import { findDates, findMoney } from 'tributary/text';
import { conventionsOf } from '../engine/extract.js';
import { fieldAt, type Passage, passagesOf } from './passages.js';
import { durationOf, periodPattern } from './periods.js';

const party = String.raw`\p{Lu}[^\n"“”„()]{1,90}?`;
const role = String.raw`\s*\(\s*(?:(?:hereinafter|hereafter|nachfolgend|im Folgenden|ci-après)[^()]{0,40})?(?:[Tt]he\s+|[Dd]er\s+|[Dd]ie\s+|[Ll]e\s+|[Ll]a\s+)?["“„«‘'][^"”“»’']{2,40}["”“»’'][^()]{0,60}\)`;

/** Names with the role that the contract gives them, and the two sides of `between … and …`. */
const defined = new RegExp(
  String.raw`(?:^|\n|\b(?:[Bb]etween|BETWEEN|[Aa]nd|AND|[Zz]wischen|[Uu]nd|[Ee]ntre|et|y)\s+|\d[.)]\s+)(?<name>${party})(?:,[^()\n]{0,160}?)?${role}`,
  'gu',
);
const between = new RegExp(
  String.raw`\b(?:between|zwischen|entre)\s*:?\s+(?<one>${party})(?:,[^\n]{0,120}?)?(?:\([^)]{0,80}\))?\s*,?\s+(?:and|und|et|y)\s+(?<two>${party})(?=\s*(?:\(|,|\.\s|\.?\n|$))`,
  'giu',
);

const begins =
  /\b(?:effective\s+(?:date|as\s+of|from|on)|commenc\w+\s+(?:on|date)|start\s+date|(?:begins|starts|runs?)\b[^.\n]{0,40}?\b(?:on|from)|valid\s+from|with\s+effect\s+from|in\s+kraft|vertragsbeginn|beginnt\s+am|gültig\s+ab|wirksam\s+(?:ab|zum)|ab\s+dem|prend\s+effet|à\s+compter\s+du|entrée\s+en\s+vigueur|entrará\s+en\s+vigor)\b(?<after>[^\n]{0,60})/giu;
const signed =
  /\b(?:(?:made|entered\s+into|dated|concluded|signed)\s+(?:on|as\s+of|this)|dated|geschlossen\s+am|vom|fait\s+le)\b(?<after>[^\n]{0,50})/giu;
const ends =
  /\b(?:expir\w+\s+(?:on|date)|ends?\s+on|ending\s+on|end\s+date|terminat\w+\s+on|until|through|endet\s+(?:am|zum|mit\s+ablauf\s+des)|vertragsende|läuft\s+bis(?:\s+zum)?|befristet\s+bis(?:\s+zum)?|bis\s+zum|jusqu'au|hasta\s+el)\b(?<after>[^\n]{0,40})/giu;

const term = new RegExp(
  String.raw`(?:\b(?:term|period|duration|laufzeit|vertragsdauer|durée|duración)\b[^.\n]{0,40}?|\b(?:runs?|continues?|remains?\s+in\s+(?:force|effect)|valid|läuft|gilt|geschlossen)\b[^.\n]{0,40}?\b(?:for|of|für|auf)\s+(?:a\s+(?:fixed\s+|initial\s+)?(?:term|period)\s+of\s+)?)(?<period>${periodPattern})`,
  'giu',
);
const notice = new RegExp(
  String.raw`(?<before>${periodPattern})['’]?s?['’]?\s+(?:prior\s+|advance\s+)?(?:written\s+)?notice|\bnotice\b[^.\n]{0,60}?\b(?:of|least|not\s+less\s+than)\s+(?<after>${periodPattern})|(?:kündigungsfrist|frist|préavis|preaviso)\b[^.\n]{0,30}?\b(?:von|beträgt|de|est\s+de)\s+(?<foreign>${periodPattern})`,
  'giu',
);
const law =
  /\b(?:governed\s+by|subject\s+to|construed\s+(?:in\s+accordance\s+with|under))\b[^.\n]{0,60}?\blaws?\s+of\s+(?:the\s+)?(?<of>\p{Lu}[^.,;\n()]{2,60}?)(?=\s*(?:[.,;\n(]|$|\s+(?:without|and\s+(?:the\s+parties|any|each|shall)|excluding|applies)))|\b(?<kind>\p{L}{4,20})\s+law\s+(?:applies|governs|shall)|\b(?:gilt|unterliegt)\b[^.\n]{0,40}?\b(?<recht>(?:dem\s+)?Recht\s+(?:der|des)\s+\p{Lu}[^.,;\n]{2,50}|(?:ausschließlich\s+)?(?:deutsche[sm]?|österreichische[sm]?|schweizerische[sm]?)\s+Recht)|\b(?:soumis|régi)\b[^.\n]{0,40}?\b(?<droit>droit\s+\p{L}+)/giu;
const worth =
  /\b(?:(?:total\s+)?contract\s+(?:value|price|sum)|total\s+(?:price|fee|consideration|value)|purchase\s+price|(?:annual|monthly|yearly|quarterly|fixed)\s+(?:fee|rent|price|charge)|fees?\s+of|rent\s+of|auftragswert|vertragswert|(?:gesamt|kauf|pauschal)preis|(?:monatliche|jährliche)\s+(?:vergütung|miete|gebühr)|vergütung|honorar|prix|precio)\b(?<after>[^\n]{0,80})/giu;

/** The clauses of a contract that people look up, by the words that introduce them. */
export function readContract(pages: readonly PageText[]): ExtractedField[] {
  const order = conventionsOf(pages).dateOrder;
  const effective = dateAfter(pages, begins, order);
  const made = dateAfter(pages, signed, order);
  const start = effective ?? made;
  const end = dateAfter(pages, ends, order);
  const runs = periodIn(pages, term, ['period']);
  const quits = periodIn(pages, notice, ['before', 'after', 'foreign']);
  return [
    ...partiesOf(pages),
    ...(start ? [fieldAt('effective_date', start.value, effective ? 0.88 : 0.7, start.at)] : []),
    ...(end ? [fieldAt('end_date', end.value, 0.75, end.at)] : []),
    ...(runs ? [fieldAt('term', runs.value, 0.85, runs.at)] : []),
    ...(quits ? [fieldAt('notice_period', quits.value, 0.9, quits.at)] : []),
    ...lawOf(pages),
    ...priceOf(pages),
  ];
}

interface Read {
  value: string;
  at: Passage;
}

function partiesOf(pages: readonly PageText[]): ExtractedField[] {
  const first = pages.slice(0, 2);
  const roles = [...passagesOf(first, defined, 'name')].slice(0, 8).map(fromName);
  const sides = ['one', 'two'].flatMap((side) =>
    [...passagesOf(first, between, side)].slice(0, 1).map(fromName),
  );
  const found = roles.length > 1 ? roles : sides;
  const [one, ...others] = found;
  if (!one) return [];
  const names = [...new Set(found.map(({ text }) => nameOf(text)))].filter((name) => name.length > 1);
  const last = others.filter(({ page }) => page === one.page).at(-1) ?? one;
  return [
    fieldAt('parties', names, names.length > 1 ? 0.88 : 0.5, { ...one, end: Math.max(one.end, last.end) }),
  ];
}

/** A sentence may lead to the name: `This agreement is made between A`. */
function fromName<Found extends Passage & { text: string }>(found: Found): Found {
  const lead = /^.*\b(?:between|and|zwischen|und|entre)\s+/iu.exec(found.text)?.[0] ?? '';
  const isSentence = /\b(?:between|zwischen|entre)\b/iu.test(lead);
  const length = isSentence ? lead.length : 0;
  return { ...found, index: found.index + length, text: found.text.slice(length) };
}

const nameOf = (text: string): string =>
  text
    .replace(/\s+/gu, ' ')
    .replace(/^(?:the|between|and|zwischen|und)\s+/iu, '')
    .replace(/,.*$/u, '')
    .trim();

function dateAfter(pages: readonly PageText[], pattern: RegExp, order: 'DMY' | 'MDY'): Read | null {
  for (const after of passagesOf(pages, pattern, 'after')) {
    const [date] = findDates(after.text, { order });
    if (date)
      return {
        value: date.date,
        at: { ...after, index: after.index + date.start, end: after.index + date.end },
      };
  }
  return null;
}

function periodIn(pages: readonly PageText[], pattern: RegExp, groups: readonly string[]): Read | null {
  for (const group of groups)
    for (const found of passagesOf(pages, pattern, group)) {
      const value = durationOf(found.text);
      if (value !== null) return { value, at: found };
    }
  return null;
}

function lawOf(pages: readonly PageText[]): ExtractedField[] {
  const [found] = ['of', 'kind', 'recht', 'droit'].flatMap((group) => [...passagesOf(pages, law, group)]);
  return found ? [fieldAt('governing_law', found.text.replace(/\s+/gu, ' '), 0.9, found)] : [];
}

function priceOf(pages: readonly PageText[]): ExtractedField[] {
  const { decimal } = conventionsOf(pages);
  for (const after of passagesOf(pages, worth, 'after')) {
    const [money] = findMoney(after.text, decimal ? { decimal } : {});
    if (!money) continue;
    const at = { ...after, index: after.index + money.start, end: after.index + money.end };
    const value = fieldAt('value', money.amount, 0.78, at);
    return money.currency ? [value, fieldAt('currency', money.currency, 0.85, at)] : [value];
  }
  return [];
}
