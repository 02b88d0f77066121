import { samples } from './personal/personal.fixture.js';
import { findPersonalData } from './personal-data.js';
import { findSecrets } from './secrets.js';

const find = (text: string) => [...findPersonalData(text), ...findSecrets(text)];
const kindsOf = (text: string) => find(text).map(({ kind }) => kind);

test('2,000 generated data of all exact kinds are found whole, and of 2,000 near misses at most one in fifty', () => {
  const { positives, nearMisses } = samples(2_000);
  const missed = positives.filter(
    ({ kind, value, text }) =>
      !find(text).some((found) => found.kind === kind && text.slice(found.start, found.end) === value),
  );
  expect(missed).toEqual([]);
  const wrong = nearMisses.filter(({ kind, text }) => kindsOf(text).includes(kind));
  expect(positives.length / (positives.length + wrong.length)).toBeGreaterThanOrEqual(0.98);
});

test.each([
  ['4111111111111111', 'personal.payment-card'],
  ['card 4111 1111 1111 1111 12/27', 'personal.payment-card'],
  ['12 4111-1111-1111-1111', 'personal.payment-card'],
  ['GB82WEST12345698765432', 'personal.iban'],
  ['AB12 DE89 3704 0044 0532 0130 00', 'personal.iban'],
  ['943 476 5919', 'personal.nhs-number'],
  ['NHS 9434765919', 'personal.nhs-number'],
  ['user@xn--e1afmkfd.рф', 'personal.email'],
  ['почта@пример.рф', 'personal.email'],
  ['４１１１ １１１１ １１１１ １１１１', 'personal.payment-card'],
  ['4111\u200b1111\u200b1111\u200b1111', 'personal.payment-card'],
  ['ada\u200b@exam\u2060ple.org', 'personal.email'],
  ['٤١١١١١١١١١١١١١١١', 'personal.payment-card'],
  ['DE89‑3704‑0044‑0532‑0130‑00', 'personal.iban'],
  ['::ffff:192.168.0.1', 'personal.ip-address'],
  ['Tel.: 030 901820', 'personal.phone'],
  ['912-70-1234', 'personal.us-itin'],
  ['AB 12 34 56 C', 'personal.uk-insurance-number'],
  ['passport no. 123456789', 'personal.us-passport'],
  ['DEA AB1234563', 'personal.us-dea-number'],
  ['NIF 12345678Z', 'personal.nif'],
  ['RSSMRA85T10A562S', 'personal.codice-fiscale'],
  ['TFN 123 456 782', 'personal.au-tfn'],
  ['ABN 51 824 753 556', 'personal.au-abn'],
  ['2341 2341 2346', 'personal.aadhaar'],
  ['BSN 111222333', 'personal.bsn'],
  ['PAN ABCPE1234F', 'personal.in-pan'],
  ['1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2', 'personal.crypto-address'],
  ['bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq', 'personal.crypto-address'],
  ['born on 12 May 1984', 'personal.birth-date'],
  ['Geburtsdatum: 03.11.1990', 'personal.birth-date'],
  ['postgres://app:s3cr3t!@db.example.org/x', 'secret.address-password'],
  ['ghp_0123456789abcdefghijABCDEFGHIJ012345', 'secret.github-token'],
  ['xoxb-123456789012-abcdefABCDEF', 'secret.slack-token'],
  ['AIzaSyA1234567890abcdefghijklmnopqrstuv', 'secret.google-key'],
])('%s is found', (text, kind) => {
  expect(kindsOf(text)).toContain(kind);
});

test.each([
  '4111111111111112',
  'GB82WEST12345698765431',
  '943 476 5918',
  'Order no. 9434765919',
  'version 1.2.3.4',
  'at 12:30:45 in std::map a::b',
  '2341 2341 2347',
  'ABN 51 824 753 557',
  '1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN3',
  'bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdx',
  'DEA AB1234564',
  'the meeting of 12 May 1984',
  'https://example.org:8080/path',
  'sk-learn-and-some-other-words-here',
])('%s is none', (text) => {
  expect(kindsOf(text)).toEqual([]);
});
