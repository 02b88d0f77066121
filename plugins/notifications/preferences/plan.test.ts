import { endOfQuiet, nextLocal } from './local-time.js';
import { planFor } from './plan.js';
import { type Channel, defaults, type Preferences } from './preferences.js';

/* When what comes by which way: pure, so that no test has to wait for a night or for the clocks to change. */

const at = (text: string) => new Date(text);
const next = (now: string, zone: string, time: string) => nextLocal(at(now), zone, time).toISOString();

test.each([
  ['later today', '2026-11-23T06:00:00Z', 'Europe/Berlin', '08:00', '2026-11-23T07:00:00.000Z'],
  ['tomorrow', '2026-11-23T07:00:00Z', 'Europe/Berlin', '08:00', '2026-11-24T07:00:00.000Z'],
  ['a zone with half an hour', '2026-11-23T00:00:00Z', 'Asia/Kolkata', '07:00', '2026-11-23T01:30:00.000Z'],
  ['over the spring night', '2026-03-28T20:00:00Z', 'Europe/Berlin', '08:00', '2026-03-29T06:00:00.000Z'],
  ['over the autumn night', '2026-10-24T20:00:00Z', 'Europe/Berlin', '08:00', '2026-10-25T07:00:00.000Z'],
])('a time of the day, %s', (_what, now, zone, time, expected) => {
  expect(next(now, zone, time)).toBe(expected);
});

test('a time that the spring night leaves out comes once, within the hour', () => {
  const shown = at(next('2026-03-28T20:00:00Z', 'Europe/Berlin', '02:30')).getTime();
  expect(shown).toBeGreaterThanOrEqual(at('2026-03-29T00:30:00Z').getTime());
  expect(shown).toBeLessThanOrEqual(at('2026-03-29T01:30:00Z').getTime());
});

test.each([
  ['before midnight', '2026-11-23T22:30:00Z', '2026-11-24T06:00:00.000Z'],
  ['after midnight', '2026-11-23T03:00:00Z', '2026-11-23T06:00:00.000Z'],
  ['at their begin', '2026-11-23T21:00:00Z', '2026-11-24T06:00:00.000Z'],
  ['at their end', '2026-11-23T06:00:00Z', null],
  ['by day', '2026-11-23T12:00:00Z', null],
])('quiet hours over midnight, %s', (_what, now, end) => {
  const found = endOfQuiet(at(now), 'Europe/Berlin', { from: '22:00', to: '07:00' });
  expect(found?.toISOString() ?? null).toBe(end);
});

test('quiet hours from a time to the same time are none', () => {
  expect(endOfQuiet(at('2026-11-23T22:00:00Z'), 'UTC', { from: '22:00', to: '22:00' })).toBeNull();
});

const planned = (
  wanted: Partial<Preferences>,
  { topic = 'news.release', urgent = false, mail = true, defaultMail = 'URGENT' as const } = {},
) =>
  planFor(
    { ...defaults, ...wanted },
    { topic, urgent },
    { now: at('2026-11-23T12:10:00Z'), defaultMail, mail },
  );
const both = [{ topic: 'news.*', channels: ['IN_APP' as const, 'EMAIL' as const] }];

test('the first entry that fits decides; without one mail is for what is urgent', () => {
  const topics = [{ topic: 'news.release', channels: [] }, ...both];
  expect(planned({ topics })).toEqual({ now: [], held: [] });
  expect(planned({ topics }, { topic: 'news.other' })).toEqual({ now: ['IN_APP', 'EMAIL'], held: [] });
  expect(planned({ topics }, { topic: 'newspaper' })).toEqual({ now: ['IN_APP'], held: [] });
  expect(planned({}, { urgent: true })).toEqual({ now: ['IN_APP', 'EMAIL'], held: [] });
  expect(planned({}, { urgent: true, mail: false })).toEqual({ now: ['IN_APP'], held: [] });
});

test('a daily digest comes at the person’s time, an hourly one at the full hour; the list waits for neither', () => {
  const daily = { digest: 'DAILY', digestAt: '08:00', timeZone: 'America/New_York' } as const;
  expect(planned({ ...daily, topics: both })).toEqual({
    now: ['IN_APP'],
    held: [{ channels: ['EMAIL'], until: at('2026-11-23T13:00:00Z') }],
  });
  expect(planned({ digest: 'HOURLY', topics: both }).held).toMatchObject([
    { until: at('2026-11-23T13:00:00Z') },
  ]);
  expect(planned({ ...daily, topics: both }, { urgent: true }).held).toEqual([]);
});

test('in quiet hours the list waits, too; what is urgent does not', () => {
  const quietHours = { from: '12:00', to: '14:00' };
  expect(planned({ quietHours, topics: both })).toEqual({
    now: [],
    held: [{ channels: ['IN_APP', 'EMAIL'], until: at('2026-11-23T14:00:00Z') }],
  });
  expect(planned({ quietHours, topics: both }, { urgent: true }).now).toEqual(['IN_APP', 'EMAIL']);
});

test.each<[Preferences['digest'], string, [Channel[], string][]]>([
  [
    'DAILY',
    '18:00',
    [
      [['IN_APP'], '2026-11-23T14:00:00Z'],
      [['EMAIL'], '2026-11-23T18:00:00Z'],
    ],
  ],
  ['DAILY', '14:00', [[['IN_APP', 'EMAIL'], '2026-11-23T14:00:00Z']]],
  ['HOURLY', '08:00', [[['IN_APP', 'EMAIL'], '2026-11-23T14:00:00Z']]],
])('after quiet hours a letter still waits for its digest (%s, %s)', (digest, digestAt, expected) => {
  const quietHours = { from: '12:00', to: '14:00' };
  const { now, held } = planned({ quietHours, digest, digestAt, topics: both });
  expect(now).toEqual([]);
  expect(held).toEqual(expected.map(([channels, until]) => ({ channels, until: at(until) })));
});
