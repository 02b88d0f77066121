import { isLuhn } from './digits.js';
import { isGtin } from './gtin.js';
import { isIban } from './iban.js';
import { isCardNumber, isCodiceFiscale, isGermanTaxId, isNhsNumber, isNir, isPesel } from './personal.js';
import { isCif, isNif } from './spanish-tax-id.js';
import { isVatId, parseVatId } from './vat.js';

test.each([
  'DE89 3704 0044 0532 0130 00',
  'GB82WEST12345698765432',
  'FR1420041010050500013M02606',
  'CH9300762011623852957',
])('%s is an IBAN', (iban) => {
  expect(isIban(iban)).toBe(true);
  expect(isIban(iban.replace(/\d(\D*)$/, (last) => String((Number(last[0]) + 1) % 10) + last.slice(1)))).toBe(
    false,
  );
});

// Numbers of the public examples of the tax administrations and of large companies.
test.each([
  'ATU13585627',
  'BE0428759497',
  'BG175074752',
  'CY10259033P',
  'CZ25123891',
  'DE136695976',
  'DK13585628',
  'EE100931558',
  'EL094259216',
  'ESB58378431',
  'FI20774740',
  'FR40303265045',
  'GB980780684',
  'HR33392005961',
  'HU12892312',
  'IE6433435F',
  'IE6433435OA',
  'IE8D79739I',
  'IT00743110157',
  'LT119511515',
  'LT100001919017',
  'LU15027442',
  'LV40003521600',
  'MT11679112',
  'NL004495445B01',
  'PL8567346215',
  'PT501964843',
  'RO18547290',
  'SE123456789701',
  'SI50223054',
  'SK2022749619',
  'CHE-116.281.710 MWST',
])('%s is a VAT id', (vat) => {
  expect(isVatId(vat)).toBe(true);
});

test('wrong check digits are told from a wrong form', () => {
  expect(parseVatId('DE136695977')).toMatchObject({ checked: false });
  expect(parseVatId('DE13669597')).toBeNull();
  expect(parseVatId('XX123456789')).toBeNull();
});

test('cards, products and persons', () => {
  expect(isLuhn('79927398713')).toBe(true);
  expect(isCardNumber('4111 1111 1111 1111')).toBe(true);
  expect(isCardNumber('4111 1111 1111 1112')).toBe(false);
  expect(isGtin('4006381333931')).toBe(true);
  expect(isGtin('4006381333932')).toBe(false);
  expect(isNhsNumber('943 476 5919')).toBe(true);
  expect(isPesel('44051401359')).toBe(true);
  expect(isNir('2 55 08 14 168 025 38')).toBe(true);
  expect(isGermanTaxId('86095742719')).toBe(true);
  expect(isCodiceFiscale('RSSMRA85T10A562S')).toBe(true);
  expect(isNif('12345678Z')).toBe(true);
  expect(isNif('X1234567L')).toBe(true);
  expect(isCif('A58818501')).toBe(true);
  expect(isNif('12345678A')).toBe(false);
});
