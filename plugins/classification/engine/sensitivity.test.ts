import { excerpt } from './excerpt.js';
import { sensitivityOf } from './sensitivity.js';
import { topicsOf } from './topics.js';

test.each([
  ['PUBLIC', 'PRESS RELEASE\nThe harbour is open again. Call Ada at ada@example.org.'],
  ['INTERNAL', 'The pump was repaired last week.'],
  ['INTERNAL', 'Please pay to DE89 3704 0044 0532 0130 00.'],
  ['INTERNAL', 'It is no secret that confidential work is restricted in public.'],
  ['CONFIDENTIAL', 'Vertraulich\nDer Plan der Pumpe.'],
  ['CONFIDENTIAL', 'Card 4111 1111 1111 1111 was charged.'],
  ['CONFIDENTIAL', 'Salary review. Date of birth: 3 May 1980.'],
  ['RESTRICTED', 'Strictly confidential\nThe plan.'],
  ['RESTRICTED', 'Deploy with password: hunter2hunter2 tonight.'],
  ['RESTRICTED', 'PRESS RELEASE\nThe key is AKIAIOSFODNN7EXAMPLE.'],
])('%s: %s', (level, text) => {
  const found = sensitivityOf(text);
  expect(found.level).toBe(level);
  expect(found.reasons.length).toBeGreaterThan(0);
  expect(found.confidence).toBeGreaterThan(0.4);
});

test('A card whose check digit is wrong is none', () => {
  expect(sensitivityOf('Card 4111 1111 1111 1112 was charged.').level).toBe('INTERNAL');
});

test('Topics are phrases of the text, each once, the best first', () => {
  const text =
    'The harbour pump broke. A new harbour pump costs 400 euros. The keeper of the harbour repairs harbour pumps.';
  const topics = topicsOf(text, 'en');
  expect(topics[0]).toMatchObject({ topic: 'harbour pump', confidence: 1, count: 3 });
  for (const { topic } of topics) expect(text).toContain(topic);
  expect(topicsOf('', null)).toEqual([]);
});

test('A model is shown the head, the middle and the foot of a long document', () => {
  const long = `head ${'a '.repeat(20_000)}foot`;
  expect(excerpt(long).startsWith('head')).toBe(true);
  expect(excerpt(long).endsWith('foot')).toBe(true);
  expect(excerpt(long).length).toBeLessThan(13_000);
  expect(excerpt('short')).toBe('short');
});

test('Hostile text takes little time', () => {
  for (const text of [
    'a@'.repeat(50_000),
    'password:'.repeat(20_000),
    '\n*'.repeat(50_000),
    'ha '.repeat(60_000),
  ]) {
    const began = performance.now();
    sensitivityOf(text);
    topicsOf(text, 'en');
    expect(performance.now() - began).toBeLessThan(3000);
  }
});
