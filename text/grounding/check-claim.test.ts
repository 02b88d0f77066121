import { type ClaimDoubt, checkClaim, groundingSources } from './check-claim.js';
import { GroundingSource } from './grounding-source.js';
import { supportedSentences } from './supported-sentences.js';

const text =
  'The lighthouse of Skagen was built in 1858 by Niels Sigfred Nebelong. It is 46 metres high. The keeper never left the tower during the storm. Visitors increased by 12 percent last year.';
const source = new GroundingSource(text);
const check = (claim: string) => checkClaim(claim, [source], 'ANSWER');

test.each([
  ['The lighthouse of Skagen was built in 1858 by Niels Sigfred Nebelong.', true],
  ['Niels Sigfred Nebelong built the lighthouse of Skagen in 1858', true],
  ['It is 46 metres high.', true],
  ['I love lighthouses! Do you like to travel to the mountains of Peru?', false],
  ['Bananas ripen faster beside apples.', false],
  ['?!', false],
])('%s', (claim, supported) => {
  expect(check(claim).supported).toBe(supported);
});

test.each<[string, string, ClaimDoubt['kind'], string]>([
  ['a number', 'The lighthouse of Skagen was built in 1868.', 'NEW_NUMBER', '1868'],
  ['a name', 'The lighthouse of Skagen was built by Andersen.', 'NEW_NAME', 'andersen'],
  ['a denial', 'The lighthouse of Skagen was not built in 1858.', 'DENIED', 'not'],
  ['a direction', 'Visitors decreased by 12 percent last year.', 'TURNED_ROUND', 'decreased'],
])('%s that the source has not is named with its place', (_name, claim, kind, word) => {
  const found = check(claim).doubts.find((doubt) => doubt.kind === kind);
  expect(found?.text).toBe(word);
  expect(claim.slice(found?.start, found?.end).toLowerCase()).toBe(word);
});

test('the quote is the passage that speaks for a claim, in its place', () => {
  const { quote } = check('The keeper never left during the storm.');
  expect(quote?.text).toBe('The keeper never left the tower during the storm.');
  expect(text.slice(quote?.start, quote?.end)).toBe(quote?.text);
});

test('a long text is read in parts, each with its place', () => {
  const filler = Array.from({ length: 150 }, (_, at) => `Ship ${at} came in with the tide.`).join(' ');
  const long = `${filler} The harbour master is called Ingrid Solheim. ${filler}`;
  const parts = groundingSources(long);
  expect(parts.length).toBeGreaterThan(3);
  const sources = parts.map((part) => part.source);
  const { quote, supported } = checkClaim('The harbour master is called Ingrid Solheim.', sources, 'CLAIM');
  expect(supported).toBe(true);
  const start = parts.find((part) => part.source === quote?.source)?.start ?? 0;
  expect(long.slice(start + (quote?.start ?? 0), start + (quote?.end ?? 0))).toContain('Ingrid Solheim');
});

test('of several sources the one that supports a claim counts; without one nothing is supported', () => {
  const other = new GroundingSource('Roses need sun.');
  expect(checkClaim('It is 46 metres high.', [other, source], 'CLAIM').quote?.source).toBe(source);
  expect(checkClaim('It is 46 metres high.', [], 'CLAIM')).toMatchObject({ supported: false, quote: null });
  expect(checkClaim('Anything at all.', [new GroundingSource('')], 'SUMMARY').supported).toBe(false);
});

test.each([
  ['de', 'Der Vertrag beginnt am 1. März 2026 und kostet 240 Euro im Monat.', '250'],
  ['es', 'El contrato empieza el 1 de marzo de 2026 y cuesta 240 euros al mes.', '250'],
  ['ru', 'Договор начинается 1 марта 2026 года и стоит 240 евро в месяц.', '250'],
  ['zh', '合同于2026年3月1日开始，每月费用为240欧元。', '250'],
])('works in %s as well', (_language, said, number) => {
  const there = new GroundingSource(said);
  expect(checkClaim(said, [there], 'ANSWER').supported).toBe(true);
  const { doubts } = checkClaim(said.replace('240', number), [there], 'ANSWER');
  expect(doubts).toContainEqual(expect.objectContaining({ kind: 'NEW_NUMBER' }));
});

test('the sentences of an answer are judged one by one; marks and questions are none', () => {
  const checked = supportedSentences('It is 46 metres high [1]. Bananas ripen fast [2]. Shall I go on?', [
    source,
  ]);
  expect(checked.map(({ text: claim, check: { supported } }) => [claim, supported])).toEqual([
    ['It is 46 metres high [1].', true],
    ['Bananas ripen fast [2].', false],
  ]);
});

test('a hostile text takes no square time', () => {
  const began = performance.now();
  check('a1 '.repeat(1300));
  new GroundingSource('x.'.repeat(20_000));
  expect(performance.now() - began).toBeLessThan(5_000);
});
