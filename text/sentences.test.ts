import { sentences } from './sentences.js';

const parts = (text: string, language?: string) => sentences(text, language).map((sentence) => sentence.text);

test('abbreviations, initials and decimals do not end a sentence', () => {
  expect(parts('Dr. J. Smith paid 3.5 million, e.g. to No. 5. He left.')).toEqual([
    'Dr. J. Smith paid 3.5 million, e.g. to No. 5.',
    'He left.',
  ]);
});

test('German ordinals and abbreviations go on', () => {
  expect(
    parts(
      'Die Rechnung vom 5. März 2013 ist fällig, z. B. heute. Bitte zahlen Sie bis zum 3. Mahnung folgt.',
      'de',
    )[0],
  ).toBe('Die Rechnung vom 5. März 2013 ist fällig, z. B. heute.');
});

test('wrapped lines are joined, paragraphs and table rows are not', () => {
  const text =
    'A long line of flowing text that was wrapped by\nthe program goes on here. Done.\n\nTitle\na\tb\nc\td';
  expect(parts(text)).toEqual([
    'A long line of flowing text that was wrapped by\nthe program goes on here.',
    'Done.',
    'Title',
    'a\tb',
    'c\td',
  ]);
});

test('places are exact', () => {
  const text = '  One. 😀 Two?  三。四！';
  for (const sentence of sentences(text))
    expect(text.slice(sentence.start, sentence.end)).toBe(sentence.text);
  expect(parts(text)).toEqual(['One.', '😀 Two?', '三。', '四！']);
});

test('text without a real end is one sentence, however long', () => {
  expect(sentences('5. März '.repeat(20_000), 'de')).toHaveLength(1);
});
