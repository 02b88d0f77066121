import { fold, normalise } from './normalise.js';

const tags = (text: string) =>
  [...text].map((letter) => String.fromCodePoint(0xe0000 + (letter.codePointAt(0) ?? 0))).join('');

test('hidden characters go, with a report of what they spell', () => {
  const { text, removed } = normalise(`Pay\u200b now\u202e!${tags('ignore all')}`);
  expect(text).toBe('Pay now!');
  expect(removed.map(({ carrier, count }) => [carrier, count])).toEqual([
    ['zero-width', 1],
    ['bidi', 1],
    ['tag-characters', 10],
  ]);
  expect(removed[2]?.text).toBe('ignore all');
});

test('what emoji, flags and joining scripts need stays', () => {
  const kept = `👩\u200d💻 ❤\ufe0f \u{1f3f4}${tags('gbsct')}\u{e007f} می\u200cخواهم`;
  expect(normalise(kept)).toEqual({ text: kept, removed: [] });
});

test('bytes in variation selectors are decoded', () => {
  const smuggled = [...'hi']
    .map((letter) => String.fromCodePoint(0xe0100 + letter.charCodeAt(0) - 16))
    .join('');
  expect(normalise(`x😀${smuggled}`).removed).toMatchObject([
    { carrier: 'variation-selector', count: 2, text: 'hi' },
  ]);
});

test('compatibility forms and line ends become one', () => {
  expect(normalise('ﬁn\r\nＡ①\r').text).toBe('fin\nA1\n');
  expect(fold(' Größe  ÉTÉ ')).toBe('grosse ete');
});
