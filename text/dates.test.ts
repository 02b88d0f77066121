import { daysBetween, findDates, parseDate } from './dates.js';

test.each([
  '05.03.2013',
  '5.3.13',
  '2013-03-05',
  '5. März 2013',
  '5 March 2013',
  '5th of March, 2013',
  'March 5, 2013',
  'Mar. 5th 2013',
  '5 mars 2013',
  '5 de marzo de 2013',
  '5 марта 2013 г.',
  '05-Mar-2013',
  '05MAR2013',
  '05 MAR 13',
  '2013年3月5日',
  '2013/03/05',
  '05/03/2013',
  '5-3-2013',
  '05. 03. 2013',
  '2013-Mar-05',
  '5. Mrz. 2013',
  '2013-03-05T10:00:00Z',
  "5 Mar '13",
])('%s is 5 March 2013', (written) => {
  const text = `Date: ${written} end`;
  expect(parseDate(text)).toBe('2013-03-05');
  const [found] = findDates(text);
  expect(found?.start).toBe(6);
});

test('the order of day and month follows the hint and the calendar', () => {
  expect(findDates('03/05/2013', { order: 'MDY' })).toMatchObject([{ date: '2013-03-05', ambiguous: true }]);
  expect(findDates('12/25/2018')).toMatchObject([{ date: '2018-12-25', ambiguous: false }]);
  expect(findDates('25/12/2018 8:13:39 PM')).toMatchObject([{ date: '2018-12-25', end: 10 }]);
});

test('what the calendar lacks and other numbers are no dates', () => {
  expect(findDates('31.02.2013 1.2.3.4 10.20.30.40 Nr. 12-345-67 99/99/9999 3 apples 2013 20130305')).toEqual(
    [],
  );
  expect(parseDate('20130305', { compact: true })).toBe('2013-03-05');
});

test('several dates come in order with their places', () => {
  const text = 'vom 1. Januar 2020 bis 31.01.2020';
  expect(findDates(text).map(({ start, end }) => text.slice(start, end))).toEqual([
    '1. Januar 2020',
    '31.01.2020',
  ]);
  expect(daysBetween('2020-01-01', '2020-01-31')).toBe(30);
});
