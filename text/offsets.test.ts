import { codePointLength, codePointSlice, Offsets } from './offsets.js';

const text = 'a😀b𝒳c';

test('UTF-16 indices and code point offsets convert both ways', () => {
  const offsets = new Offsets(text);
  const characters = [...text];
  expect(offsets.length).toBe(characters.length);
  let index = 0;
  for (const [offset, character] of characters.entries()) {
    expect(offsets.toCodePoint(index)).toBe(offset);
    expect(offsets.toUtf16(offset)).toBe(index);
    index += character.length;
  }
  expect(offsets.toUtf16(5)).toBe(text.length);
  expect(offsets.toCodePoint(text.length)).toBe(5);
});

test('slices count code points and never cut one', () => {
  expect(codePointSlice(text, 1, 2)).toBe('😀');
  expect(codePointSlice(text, 3)).toBe('𝒳c');
  expect(codePointLength(text)).toBe(5);
});
