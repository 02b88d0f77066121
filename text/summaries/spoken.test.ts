import { withoutDisfluencies } from './spoken.js';

test.each([
  ['Um {disfmarker} so , uh , I I think we we should go .', 'I think we should go.'],
  ['{vocalsound}', ''],
  ['Yeah .', ''],
  ["And that's it 's the the the price , you know , of it .", "that's it's the price, of it."],
  ['Ähm, also das das ist gut.', 'das ist gut.'],
  ['We need the map.', 'We need the map.'],
  ['The thermometer is broken; the umbrella, too.', 'The thermometer is broken; the umbrella, too.'],
])('%s', (said, left) => {
  expect(withoutDisfluencies(said)).toBe(left);
});

test('A flood of sounds takes no time', () => {
  const began = performance.now();
  withoutDisfluencies(`${'uh, '.repeat(50_000)}${'ha ha '.repeat(30_000)}${'{'.repeat(50_000)}`);
  expect(performance.now() - began).toBeLessThan(1000);
});
