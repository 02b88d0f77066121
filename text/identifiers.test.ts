import { findIbans, findIdentifiers, findVatIds } from './identifiers.js';

test('IBANs are found with their place, in groups or not, with text behind', () => {
  const text = 'IBAN: DE89 3704 0044 0532 0130 00 BIC COBADEFFXXX, GB82WEST12345698765432.';
  const found = findIbans(text);
  expect(found.map(({ value }) => value)).toEqual(['DE89370400440532013000', 'GB82WEST12345698765432']);
  expect(found.map(({ start, end }) => text.slice(start, end))).toEqual([
    'DE89 3704 0044 0532 0130 00',
    'GB82WEST12345698765432',
  ]);
});

test('VAT ids are found with their place and whether they check', () => {
  const text = 'USt-IdNr. DE136695976 Steuernummer 12/345, TVA: FR 40 303 265 045 Paris, DE123456780.';
  const found = findVatIds(text);
  expect(found.map(({ start, end, checked }) => [text.slice(start, end), checked])).toEqual([
    ['DE136695976', true],
    ['FR 40 303 265 045', true],
    ['DE123456780', false],
  ]);
});

test('numbers with right check digits are told by kind', () => {
  const kinds = findIdentifiers(
    'card 4111-1111-1111-1111, NHS 943 476 5919, NIF 12345678Z, phone 020 7946 0958',
  ).map(({ kind }) => kind);
  expect(kinds).toEqual(['card', 'nhs', 'nif']);
});
