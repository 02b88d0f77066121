import { findPersonalData } from '../personal-data.js';

const kindsOf = (text: string) => findPersonalData(text).map(({ kind }) => kind.slice('personal.'.length));

/* Each kind with a text that has it, and the same with one sign changed or without the name that it needs. */
test.each([
  ['payment-card', 'paid with 5555 5555 5555 4444', 'paid with 5555 5555 5555 4445'],
  ['crypto-address', 'to 1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2', 'to 1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN4'],
  ['birth-date', 'date of birth: 1984-05-12', 'date of delivery: 1984-05-12'],
  ['email', 'to ann@example.com today', 'to ann@example today'],
  ['iban', 'IBAN FR14 2004 1010 0505 0001 3M02 606', 'IBAN FR14 2004 1010 0505 0001 3M02 607'],
  ['ip-address', 'from 192.0.2.17 at noon', 'from 192.0.2.257 at noon'],
  ['mac-address', 'device 00:1b:44:11:3a:b7', 'device 00:1b:44:11:3a'],
  ['phone', 'ring +44 20 7946 0958', 'ring +44 20 79'],
  ['us-dea-number', 'DEA AB1234563', 'DEA AB1234564'],
  ['us-npi', 'NPI 1234567893', 'NPI 1234567894'],
  ['us-npi', 'provider id 1234567893', 'serial 1234567893'],
  ['us-ssn', 'SSN 219-09-9999', 'part 000-09-9999'],
  ['us-itin', 'ITIN 912-70-1234', 'ITIN 912-40-1234'],
  ['us-passport', 'US passport 543210987', 'US parcel 543210987'],
  ['us-driver-licence', "driver's license D1234567", 'drawing D1234567'],
  ['us-bank-account', 'checking account 000123456789', 'tracking 000123456789'],
  ['us-routing-number', 'routing 021000021', 'routing 021000022'],
  ['us-routing-number', 'ABA 121000358', 'item 121000358'],
  ['nhs-number', 'NHS 943 476 5919', 'NHS 943 476 5918'],
  ['uk-insurance-number', 'NINO AB 12 34 56 C', 'NINO BG 12 34 56 C'],
  ['uk-driving-licence', 'licence MORGA657054SM9IJ', 'licence MORGA697054SM9IJ'],
  ['passport', 'UK passport AB1234567', 'UK parcel AB1234567'],
  ['nif', 'NIF 12345678Z', 'NIF 12345678A'],
  ['nif', 'NIE X1234567L', 'NIE X1234567M'],
  ['nir', 'NIR 2 55 08 14 168 025 38', 'NIR 2 55 08 14 168 025 39'],
  ['codice-fiscale', 'CF RSSMRA85T10A562S', 'CF RSSMRA85T10A562T'],
  ['it-vat-code', 'P. IVA 01333550323', 'P. IVA 01333550324'],
  ['it-driver-licence', 'patente U17985742K', 'pacco U17985742K'],
  ['it-identity-card', "carta d'identità CA00000AA", 'camera CA00000AA'],
  ['passport', 'passaporto YA1234567', 'pacco YA1234567'],
  ['pesel', 'PESEL 44051401359', 'PESEL 44051401358'],
  ['german-tax-id', 'Steuer-ID 86095742719', 'Steuer-ID 86095742718'],
  ['german-id-card', 'Ausweis T220001293', 'Ausweis T220001294'],
  ['german-pension-number', 'RV 15 070649 C 103', 'RV 15 070649 C 104'],
  ['austrian-insurance-number', 'SVNR 1237 010180', 'SVNR 1238 010180'],
  ['swiss-ahv', 'AHV 756.9217.0769.85', 'AHV 756.9217.0769.84'],
  ['belgian-id', 'NN 85.07.30-033 28', 'NN 85.07.30-033 29'],
  ['bsn', 'BSN 111222333', 'BSN 111222334'],
  ['finnish-id', 'hetu 131052-308T', 'hetu 131052-308U'],
  ['swedish-id', 'pnr 811218-9876', 'pnr 811218-9877'],
  ['danish-id', 'CPR 311299-4285', 'CPR 311299-42855'],
  ['sg-nric', 'NRIC S1234567D', 'NRIC S1234567E'],
  ['sg-uen', 'UEN 53125226D', 'see 53125226D'],
  ['au-abn', 'ABN 51 824 753 556', 'ABN 51 824 753 557'],
  ['au-acn', 'ACN 004 085 616', 'ACN 004 085 617'],
  ['au-tfn', 'TFN 123 456 782', 'TFN 123 456 783'],
  ['au-medicare', 'Medicare 2123 45670 1', 'Medicare 2123 45671 1'],
  ['in-pan', 'PAN ABCPE1234F', 'page ABCPE1234F'],
  ['aadhaar', 'Aadhaar 2341 2341 2346', 'Aadhaar 2341 2341 2347'],
  ['in-gstin', 'GSTIN 27AAPFU0939F1ZV', 'GSTIN 27AAPFU0939F1ZW'],
  ['in-voter', 'voter card ABC1234567', 'parcel ABC1234567'],
  ['in-vehicle-registration', 'vehicle KA 01 AB 1234', 'room KA 01 AB 1234'],
  ['ca-sin', 'SIN 130 692 544', 'SIN 130 692 545'],
  ['ca-sin', 'social insurance 130 692 544', 'order 130 692 544'],
  ['br-cpf', 'CPF 111.444.777-35', 'CPF 111.444.777-36'],
  ['kr-rrn', 'RRN 900101-1234568', 'RRN 900101-1234569'],
  ['th-id', 'ID 1-1017-00230-70-8', 'ID 1-1017-00230-70-9'],
])('%s: "%s" has one, "%s" has none', (kind, positive, nearMiss) => {
  expect(kindsOf(positive)).toContain(kind);
  expect(kindsOf(nearMiss)).not.toContain(kind);
});

test('of numbers that are made up, a kind with a check takes few, and none without its name', () => {
  const plain = Array.from(
    { length: 2_000 },
    (_, at) => `item ${(at * 7_919_993 + 100_000_007) % 999_999_999}`,
  );
  expect(plain.flatMap(kindsOf)).toEqual([]);
});
