import type { PageText } from 'tributary/sdk';
import { codePointSlice } from 'tributary/text';
import { leadSentences as positionsOf } from './lead-sentences.js';
import { supportOf as supportIn } from './support.js';
import { type Source, unitsOf } from './units.js';

const page = (text: string, number = 1) => ({ number, text, lines: [] });
const sourceOf = (pages: PageText[], language: string | null): Source => ({
  documentId: null,
  versionId: null,
  title: null,
  language,
  pages,
});
function leadSentences(pages: PageText[], language: string | null, count: number) {
  const units = unitsOf(sourceOf(pages, language));
  return positionsOf(units, count).flatMap((at) => units[at] ?? []);
}
const supportOf = (summary: string, pages: PageText[], language: string | null) =>
  supportIn(summary, unitsOf(sourceOf(pages, language)));
const letter = `The mill in the valley grinds flour for eleven villages. Its wheel was built of oak in 1780.
The miller repairs the wheel every spring before the water rises. Flour from the mill is sold on the market of the valley.

Item\tPrice
Flour\t2.50

A cat lives there. In the winter of 1963 the water froze and the wheel of the mill stood still for a month.
The villages bought their flour elsewhere, and the miller mended nets. Today the mill is a museum of the eleven villages.`;

describe('the sentences that tell most', () => {
  it('are as many as asked for, in the order of the document, each in its place', () => {
    for (const count of [1, 2, 4]) {
      const found = leadSentences([page(letter)], 'en', count);
      expect(found).toHaveLength(count);
      for (const { text, start, end, page: number } of found) {
        expect(number).toBe(1);
        expect(codePointSlice(letter, start, end)).toBe(text);
      }
      const starts = found.map(({ start }) => start);
      expect(starts).toEqual([...starts].sort((a, b) => a - b));
    }
  });

  it('are sentences of running text, and not rows of a table', () => {
    for (const { text } of leadSentences([page(letter)], 'en', 20)) {
      expect(text).not.toContain('\t');
      expect(text).not.toBe('A cat lives there.');
    }
  });

  it('come from all pages, with the page of each', () => {
    const pages = [page(letter, 1), page('😀 The museum opens at nine and closes at five every day.', 4)];
    const found = leadSentences(pages, null, 50);
    const last = found.at(-1);
    expect(last?.page).toBe(4);
    expect(codePointSlice(pages[1]?.text ?? '', last?.start ?? 0, last?.end)).toBe(last?.text);
  });

  it('do not say the same thing twice while something else is left', () => {
    const repeated = `The old mill grinds flour for the villages of the valley. The old mill grinds flour for the villages in the valley.
The old mill grinds the flour for villages of the valley. In winter the river freezes and the bridge is closed.`;
    const found = leadSentences([page(repeated)], 'en', 2).map(({ text }) => text);
    expect(found.some((text) => text.includes('winter'))).toBe(true);
  });

  it('are all that there is when there is little, and none when there is nothing', () => {
    expect(leadSentences([page('Short.')], null, 3).map(({ text }) => text)).toEqual(['Short.']);
    expect(leadSentences([page('Item\tPrice\nFlour\t2.50')], 'en', 3)).not.toEqual([]);
    expect(leadSentences([page('')], null, 3)).toEqual([]);
    expect(leadSentences([], 'de', 3)).toEqual([]);
  });

  it('are found in a document of any length', () => {
    const long = Array.from({ length: 3000 }, (_, at) => `Sentence number ${at} tells of the mill.`).join(
      ' ',
    );
    expect(leadSentences([page(long)], 'en', 4)).toHaveLength(4);
  });
});

describe('what a summary rests on', () => {
  it('is the sentence that holds its words', () => {
    const summary = '😀 The wheel was built in 1780. In 1963 the water froze and the wheel stood still.';
    const found = supportOf(summary, [page(letter)], 'en');
    expect(found.map(({ unit }) => unit.quote)).toEqual([
      'Its wheel was built of oak in 1780.',
      'In the winter of 1963 the water froze and the wheel of the mill stood still for a month.',
    ]);
    expect(
      found.map(({ answerStart, answerEnd }) => codePointSlice(summary, answerStart, answerEnd)),
    ).toEqual(['😀 The wheel was built in 1780.', 'In 1963 the water froze and the wheel stood still.']);
    for (const { unit } of found) expect(codePointSlice(letter, unit.start, unit.end)).toBe(unit.quote);
  });

  it('is nothing for what the document does not say', () => {
    expect(supportOf('The chancellor resigned yesterday after a long debate.', [page(letter)], 'en')).toEqual(
      [],
    );
    expect(supportOf('', [page(letter)], 'en')).toEqual([]);
    expect(supportOf('Something.', [page('')], null)).toEqual([]);
  });
});
