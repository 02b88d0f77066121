import { type Policy, policyOf } from './policy.js';
import { holdBack, openStream } from './screen-stream.js';
import { mask } from './screen-text.js';

function stream(text: string, size: number, by?: Policy) {
  const screen = openStream(by);
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

const masking = policyOf({ personalData: { output: 'MASK' } });

test.each([
  ['an address', 'ada.lovelace@analytical.example'],
  ['an address with a long name', `${'very.'.repeat(6)}long@mail.example.org`],
  ['an IBAN in groups', 'DE89 3704 0044 0532 0130 00'],
  ['an IBAN in one word', 'MT84MALT011000012345MTLCAST001S'],
  ['the number of a card', '4111 1111 1111 1111'],
  ['a telephone number', '+49 (30) 901 820 - 12'],
  ['a number of social security', '219-09-9999'],
  ['a number of the health service', '943 476 5919'],
  ['an address of the network', '2001:db8::ff00:42:8329'],
  ['an address of a device', '00:1b:44:11:3a:b7'],
  ['a wallet', 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4'],
])('%s is masked whole, wherever the stream is cut', (_, person) => {
  const text = `What was asked for is this: ${person} and nothing else.`;
  for (const size of [1, 2, 3, 7, 11, 13, 29, 64, 500]) {
    expect(stream(text, size, masking).shown).toBe(`What was asked for is this: ${mask} and nothing else.`);
  }
  for (let cut = 1; cut < text.length; cut++) {
    const screen = openStream(masking);
    const parts = [screen.push(text.slice(0, cut)), screen.push(text.slice(cut)), screen.end()];
    expect(parts.map((part) => part.text).join('')).not.toContain(person.slice(0, 12));
  }
});

test('under MASK, too, at most 64 characters are held back and ordinary text comes through', () => {
  const plain = 'Order 4711 of 3 May 2031: 12 pieces at 7.50 EUR, 90.00 EUR in all (see page 3).\n';
  for (const size of [1, 5, 17, 64]) {
    const { shown, most } = stream(plain.repeat(5), size, masking);
    expect(shown).toBe(plain.repeat(5));
    expect(most).toBeLessThanOrEqual(holdBack + size);
  }
});
