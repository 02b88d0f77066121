import { scoreReceipts } from './receipts-set.js';

const record = (id: string) => ({
  id,
  lines: [],
  fields: {
    company: "BEN'S CAFE SDN. BHD",
    date: '05 MAR 2018',
    address: 'LOT 6, JALAN BATAI',
    total: 'RM 1,008.20',
  },
});

test('spelling aside, an entity is right or wrong; what was not found is wrong', () => {
  const found = [
    { company: 'Bens Cafe Sdn Bhd', date: '2018-03-05', address: 'LOT 6 JALAN BATAI', total: '1008.20' },
    { company: 'BENS CAFE', date: '2018-05-03', total: '8.20' },
  ];
  const { figures, misses } = scoreReceipts([record('1'), record('2')], found);
  const values = Object.fromEntries(figures.map(({ name, value }) => [name, value]));
  expect(values).toEqual({ company: 0.5, date: 0.5, address: 0.5, total: 0.5, all: 0.5 });
  expect(misses.map(({ record: id, field }) => `${id} ${field}`)).toEqual([
    '2 company',
    '2 date',
    '2 address',
    '2 total',
  ]);
});
