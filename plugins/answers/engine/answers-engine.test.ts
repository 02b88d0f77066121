import type { SearchHit } from 'tributary/sdk';
import { codePointLength, codePointSlice } from 'tributary/text';
import { answerSentences } from './answer-sentences.js';
import { answerType, holds } from './answer-type.js';
import { citationsOf } from './cited-text.js';

let made = 0;
function hit(text: string, start = 0): SearchHit {
  made += 1;
  const id = (part: number) => `019aaaaa-0000-7000-8000-${String(made * 10 + part).padStart(12, '0')}`;
  return {
    cursor: String(made),
    documentId: id(1),
    versionId: id(2),
    page: 3,
    start,
    end: start + codePointLength(text),
    text,
    score: 1,
    highlights: [],
    signals: ['LEXICAL'],
  };
}

describe('sentences that answer', () => {
  const contract = hit(
    'The maintenance contract begins on 1 March 2026. It ends on 28 February 2028. The monthly fee is EUR 240.00. Spare parts are billed apart.',
    100,
  );
  const garden = hit('Roses are planted in autumn. They need much sun and little water.');

  it.each([
    ['When does the maintenance contract begin?', 'begins on 1 March 2026'],
    ['How much is the monthly fee of the maintenance contract?', 'EUR 240.00'],
    ['When are roses planted?', 'planted in autumn'],
  ])('%s', (question, expected) => {
    const [best] = answerSentences(question, [contract, garden]);
    expect(best?.text).toContain(expected);
  });

  it('have their place in the page, exact to the code point', () => {
    const astral = hit('😀😀 The key hangs behind the third shelf. 😀 Nobody knows why.', 7);
    const [best] = answerSentences('Where does the key hang?', [astral]);
    expect(best?.text).toContain('behind the third shelf.');
    const { start = 0, end = 0, text = '' } = best ?? {};
    expect(codePointSlice(astral.text, start - 7, end - 7)).toBe(text);
  });

  it.each([
    ['nothing was found', 'When does it begin?', []],
    ['the passages are of other things', 'What does the chancellor earn in Ruritania?', [contract, garden]],
    ['the question has no words to look for', '?!', [contract]],
    ['the passages are empty', 'When does it begin?', [hit('')]],
    [
      'half of what was asked is not there',
      'Which dragon guards the maintenance of the castle treasure?',
      [contract],
    ],
  ])('are none when %s', (_name, question, hits) => {
    expect(answerSentences(question, hits)).toEqual([]);
  });

  it('are few, and the first is the best', () => {
    const passages = Array.from({ length: 8 }, (_, at) => hit(`The pump number ${at} was repaired in May.`));
    const found = answerSentences('Which pump was repaired in May?', passages);
    expect(found.length).toBeGreaterThan(0);
    expect(found.length).toBeLessThanOrEqual(3);
    const scores = found.map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
  });

  it('answer in other languages as well', () => {
    const german = hit(
      'Der Wartungsvertrag beginnt am 1. März 2026. Die Gebühr beträgt 240,00 EUR im Monat.',
    );
    const [fee] = answerSentences('Wie hoch ist die Gebühr im Monat?', [german]);
    expect(fee?.text).toContain('240,00 EUR');
    const [begin] = answerSentences('Wann beginnt der Wartungsvertrag?', [german]);
    expect(begin?.text).toContain('1. März 2026');
  });
});

describe('the kind of thing that is asked for', () => {
  it.each([
    ['How much is the fee?', 'AMOUNT'],
    ['Wie viel kostet das?', 'AMOUNT'],
    ['When was it paid?', 'DATE'],
    ['¿Hasta cuándo dura?', 'DATE'],
    ['Когда платить?', 'DATE'],
    ['Who signed it?', 'OTHER'],
    ['Which whenever shop sells it?', 'OTHER'],
  ] as const)('%s', (question, type) => {
    expect(answerType(question)).toBe(type);
  });

  it('is held or not', () => {
    expect(holds('AMOUNT', 'It costs EUR 5.00.')).toBe(true);
    expect(holds('AMOUNT', 'It costs much.')).toBe(false);
    expect(holds('DATE', 'On 1 March 2026.')).toBe(true);
    expect(holds('DATE', 'Soon.')).toBe(false);
    expect(holds('OTHER', '')).toBe(true);
  });
});

describe('the markers of a text', () => {
  const [first, second, third] = [hit('One.'), hit('Two.'), hit('Three.')];
  const hits = [first, second, third];
  const cited = (text: string) =>
    citationsOf(text, hits).map(({ answerStart, answerEnd, documentId }) => [
      codePointSlice(text, answerStart, answerEnd),
      hits.findIndex((one) => one.documentId === documentId) + 1,
    ]);

  it.each([
    [
      'It begins in March. [1] It ends in May [2].',
      [
        ['It begins in March.', 1],
        ['It ends in May', 2],
      ],
    ],
    [
      'Both say so. [1][3]',
      [
        ['Both say so.', 1],
        ['Both say so.', 3],
      ],
    ],
    [
      'Both say so. [1] [3] More. [2]',
      [
        ['Both say so.', 1],
        ['Both say so.', 3],
        ['More.', 2],
      ],
    ],
    [
      'All say so [1, 2,3].',
      [
        ['All say so', 1],
        ['All say so', 2],
        ['All say so', 3],
      ],
    ],
    ['Twice the same [1][1].', [['Twice the same', 1]]],
    ['😀 emoji first [2]', [['😀 emoji first', 2]]],
    ['No such passage [9], nor [0].', []],
    ['[1] Nothing stands before it.', []],
    ['An array[1000] is no marker, nor is [a] or [].', []],
    ['', []],
  ] as const)('%s', (text, expected) => {
    expect(cited(text)).toEqual(expected);
  });

  it('cite the whole passage, in its place', () => {
    const [citation] = citationsOf('So it is [2].', hits);
    expect(citation).toEqual({
      answerStart: 0,
      answerEnd: 8,
      documentId: second.documentId,
      versionId: second.versionId,
      page: 3,
      start: 0,
      end: 4,
      quote: 'Two.',
    });
  });
});
