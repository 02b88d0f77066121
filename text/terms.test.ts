import { analyserFor, createAnalyser } from './terms.js';

test.each([
  ['en', 'the running dogs', ['run', 'dog']],
  ['de', 'die Rechnungen der Häuser', ['rechnung', 'haus']],
  ['fr', 'les maisons de la facturation', ['maison', 'factur']],
  ['es', 'las facturas del cliente', ['factur', 'client']],
  ['ru', 'важные документы', ['важн', 'документ']],
  ['zh', '我们的发票', ['发票']],
] as const)('%s words become stems without stop words', (language, text, terms) => {
  expect(createAnalyser(language).terms(text)).toEqual(terms);
});

test('stems keep the places of their words', () => {
  const text = 'Paid invoices were counted';
  expect(
    analyserFor(text)
      .tokens(text)
      .map(({ start, end }) => text.slice(start, end)),
  ).toEqual(['Paid', 'invoices', 'counted']);
});
