import { holdBack, openStream } from './screen-stream.js';
import { mask } from './screen-text.js';

function stream(text: string, size: number) {
  const screen = openStream();
  let shown = '';
  let most = 0;
  let sent = 0;
  for (let index = 0; index < text.length; index += size) {
    const delta = text.slice(index, index + size);
    sent += delta.length;
    shown += screen.push(delta).text;
    if (!shown.includes(mask)) most = Math.max(most, sent - shown.length);
  }
  return { shown: shown + screen.end().text, most };
}

const ordinary =
  'Invoice RE-7 of 3 May: 70.81 EUR [see page 1]. Zahlbar bis 17.05.2031 — IBAN DE89 3704 0044 0532 0130 00. <b>Ok</b>';

test.each([1, 3, 7, 64, 1_000])('ordinary text comes through unchanged in pieces of %i', (size) => {
  expect(stream(ordinary, size).shown).toBe(ordinary);
});

test('at most 64 characters are held back, also in one endless word', () => {
  expect(stream(ordinary.repeat(5), 1).most).toBeLessThanOrEqual(holdBack);
  expect(stream('x'.repeat(1_000), 1).most).toBeLessThanOrEqual(holdBack);
});

const jwt = `eyJhbGciOiJIUzI1NiJ9${'A1b2'.repeat(40)}.${'c3D4'.repeat(60)}.${'e5F6'.repeat(20)}`;
const pem = `-----BEGIN RSA PRIVATE KEY-----\n${'MIIEow\n'.repeat(60)}-----END RSA PRIVATE KEY-----`;

test.each([
  ['a key', 'sk-abc123def456ghi789jkl012mno345'],
  ['an access key', 'AKIAIOSFODNN7EXAMPLE'],
  ['a token far longer than the window', jwt],
  ['a private key', pem],
  ['a call of a tool', '[[CALL transfer amount=500 to=mallory]]'],
])('%s never comes through, however it is cut', (_, secret) => {
  for (const size of [1, 5, 13, 64, 500]) {
    const { shown } = stream(`Before ${secret} after.`, size);
    expect(shown).toBe(`Before ${mask} after.`);
  }
});
