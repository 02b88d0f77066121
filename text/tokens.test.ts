import { camelParts, tokens, words } from './tokens.js';

test('words are found with their places, beyond the basic plane too', () => {
  const text = 'Größe 😀 naïve 𝒳y';
  for (const { term, start, end } of tokens(text)) expect(text.slice(start, end).toLowerCase()).toBe(term);
  expect(words(text)).toEqual(['größe', 'naïve', '𝒳y'.toLowerCase()]);
});

test('numbers stay whole, hyphens and elisions part words', () => {
  expect(words("1,234.50 state-of-the-art don’t l'eau d'été IL-2")).toEqual([
    '1,234.50',
    'state',
    'of',
    'the',
    'art',
    "don't",
    'l',
    'eau',
    'd',
    'été',
    'il',
    '2',
  ]);
});

test('Chinese and Japanese are parted into words', () => {
  expect(words('机器学习很有趣')).toContain('学习');
  expect(words('東京都に住む').length).toBeGreaterThan(2);
});

test('camel case is parted', () => {
  expect(camelParts('createUploadURL2')).toEqual(['create', 'upload', 'url', '2']);
  expect(camelParts('HTTPServer')).toEqual(['http', 'server']);
});
