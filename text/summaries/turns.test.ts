import { turnsOf } from './turns.js';

test('Lines that begin with who speaks', () => {
  const text = `Call of Monday
Project Manager: Good morning.
Marketing: Morning. People want
fewer buttons.
[09:41] Project Manager: Then we take six.`;
  const turns = turnsOf(text);
  expect(turns?.map(({ speaker, text: said }) => [speaker, said])).toEqual([
    ['Project Manager', 'Good morning.'],
    ['Marketing', 'Morning. People want\nfewer buttons.'],
    ['Project Manager', 'Then we take six.'],
  ]);
  for (const { text: said, start, end } of turns ?? []) expect(text.slice(start, end)).toBe(said);
});

test('Mails one after another', () => {
  const text = `Ticket 7: no sound

From: Ada (Harbour)
Sent: 9 March 2026, 09:40
Subject: no sound
The speaker is silent.

From: Ravi
Sent: 9 March 2026, 10:05

Please turn it on: the switch is at the back.`;
  expect(turnsOf(text)?.map(({ speaker, text: said }) => [speaker, said])).toEqual([
    ['Ada (Harbour)', 'The speaker is silent.'],
    ['Ravi', 'Please turn it on: the switch is at the back.'],
  ]);
});

test('A form, a letter and nothing are no conversation', () => {
  for (const text of [
    'Invoice number: 12\nDate: 1 May 2026\nTotal: 40.00\nCustomer: Ada',
    'Dear Ada,\nthank you for your letter. We add: nothing.\nYours, Bob',
    'Item: pen\nPrice: 2\nItem: cap\nPrice: 3\nItem: mug\nPrice: 4',
    '',
  ])
    expect(turnsOf(text)).toBeNull();
});

test('Hostile text takes no time', () => {
  const began = performance.now();
  turnsOf(`${'A: '.repeat(50_000)}\n${'From:'.repeat(20_000)}\n${'A '.repeat(50_000)}`);
  expect(performance.now() - began).toBeLessThan(1000);
});
