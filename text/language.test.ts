import { guessLanguage, isLanguage } from './language.js';

test.each([
  ['en', 'The invoice is payable within thirty days of receipt.'],
  ['de', 'Die Rechnung ist innerhalb von dreißig Tagen zahlbar.'],
  ['fr', 'La facture est payable dans les trente jours.'],
  ['es', 'La factura se paga en un plazo de treinta días.'],
  ['ru', 'Счёт подлежит оплате в течение тридцати дней.'],
  ['zh', '发票应在三十天内支付。'],
  ['de', 'Rechnung Nr. 471102 Lieferdatum Gesamtbetrag'],
])('a text in %s is known', (language, text) => {
  expect(guessLanguage(text).language).toBe(language);
});

test('without letters nothing is known', () => {
  expect(guessLanguage('12 34 56').confidence).toBe(0);
  expect(isLanguage('de')).toBe(true);
  expect(isLanguage('xx')).toBe(false);
});
