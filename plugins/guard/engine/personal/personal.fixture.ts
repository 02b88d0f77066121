import { isCardNumber, isIban, isNhsNumber, isPesel, numbersFrom } from 'tributary/text';

/** A text that holds one thing of a kind, or something that only resembles it. */
export interface Sample {
  kind: string;
  value: string;
  text: string;
}

const frames = [
  (value: string) => value,
  (value: string) => `Please use ${value}, thank you.`,
  (value: string) => `| Ada | ${value} | open |`,
  (value: string) => `Kontakt: ${value}\nGruß, Änne`,
  (value: string) => `{"value":"${value}"}`,
  (value: string) => `(${value})`,
];

/** As many positives and near misses of each kind as are asked for; the same for the same seed. */
export function samples(count: number, seed = 5): { positives: Sample[]; nearMisses: Sample[] } {
  const next = numbersFrom(seed);
  const below = (end: number) => Math.floor(next() * end);
  const pick = <Item>(items: readonly Item[]): Item => items[below(items.length)] as Item;
  const of = (signs: string, length: number) => Array.from({ length }, () => pick([...signs])).join('');
  const digits = (length: number) => of('0123456789', length);
  const lower = 'abcdefghijklmnopqrstuvwxyz';
  const letters = lower + lower.toUpperCase();
  const word = () => of(lower, 3 + below(6));
  /** Tries last digits until the number holds. */
  const completed = (start: string, holds: (value: string) => boolean): string => {
    for (let last = 0; last < 100; last++) {
      for (const value of [
        `${start}${last % 10}`,
        `${start.slice(0, -1)}${Math.floor(last / 10)}${last % 10}`,
      ])
        if (holds(value)) return value;
    }
    return completed(digits(start.length), holds);
  };
  const broken = (value: string): string => {
    const at = value.search(/\d\D*$/);
    return value.slice(0, at) + ((Number(value[at]) + 1 + below(8)) % 10) + value.slice(at + 1);
  };
  const grouped = (value: string, size: number, by: string) =>
    value.replace(new RegExp(`(.{${size}})(?=.)`, 'g'), `$1${by}`);

  const card = () => {
    const start = pick(['4', '51', '55', '2221', '6011']);
    const value = completed(start + digits(15 - start.length), isCardNumber);
    return pick([value, grouped(value, 4, ' '), grouped(value, 4, '-')]);
  };
  const iban = () => {
    const country = pick(['DE', 'GB', 'FR', 'NL', 'ES', 'CH', 'AT']);
    const form = { DE: 18, GB: -14, FR: 23, NL: -10, ES: 20, CH: 17, AT: 16 }[country] ?? 18;
    const account = form < 0 ? of(letters.slice(26), 4) + digits(-form) : digits(form);
    for (let check = 2; check < 99; check++) {
      const value = `${country}${String(check).padStart(2, '0')}${account}`;
      if (isIban(value)) return pick([value, grouped(value, 4, ' ')]);
    }
    return 'DE89370400440532013000';
  };
  const nhs = () => {
    const value = completed(digits(9), isNhsNumber);
    return pick([value, `${value.slice(0, 3)} ${value.slice(3, 6)} ${value.slice(6)}`]);
  };
  const pesel = () => {
    const birth = `${digits(2)}${pick(['01', '07', '12', '21', '32'])}${pick(['03', '15', '28'])}`;
    return completed(birth + digits(4), isPesel);
  };
  const octet = () => String(below(256));
  const hex = (length: number) => of('0123456789abcdef', length);
  const ip6 = () => {
    const groups = Array.from({ length: 8 }, () => hex(4));
    return pick([groups.join(':'), `2001:db8::${hex(3)}:${1 + below(9)}`, `fe80::${1 + below(8)}${hex(3)}`]);
  };
  const mac = () => Array.from({ length: 6 }, () => hex(2)).join(pick([':', '-']));
  const ssn = () => `${pick(['123', '219', '536', '728', '899'])}-${10 + below(89)}-${1000 + below(8999)}`;
  const phone = () =>
    pick([
      `+49 ${30 + below(60)} ${digits(7)}`,
      `+1${2 + below(7)}${digits(9)}`,
      `+44 20 ${digits(4)} ${digits(4)}`,
      `+33-1-${digits(2)}-${digits(2)}-${digits(2)}-${digits(2)}`,
    ]);
  const email = () =>
    pick([
      `${word()}.${word()}@${word()}.com`,
      `${word()}+${word()}@mail.${word()}.co.uk`,
      `${word()}@bücher-${word()}.de`,
      `${word()}@xn--e1afmkfd.рф`,
      `${word()}_${below(99)}@${word()}.museum`,
    ]);
  const base64 = (length: number) => of(`${letters}0123456789`, length);
  const jwt = () => `eyJhbGciOiJIUzI1NiJ9.${base64(40)}.${base64(43)}`;
  const pem = () =>
    `-----BEGIN RSA PRIVATE KEY-----\n${base64(64)}\n${base64(40)}==\n-----END RSA PRIVATE KEY-----`;

  const kinds: readonly [kind: string, positive: () => string, nearMiss: () => string][] = [
    ['personal.payment-card', card, () => broken(card())],
    ['personal.iban', iban, () => broken(iban())],
    [
      'personal.email',
      email,
      () => pick([`${word()}@${word()}`, `${word()}.${word()}.com`, `@${word()}.com`, `${word()}@.com`]),
    ],
    [
      'personal.phone',
      phone,
      () => pick([`+0${digits(9)}`, `+${digits(3)}`, `1+${digits(4)}=${digits(5)}`, `+4${digits(17)}`]),
    ],
    [
      'personal.ip-address',
      () => Array.from({ length: 4 }, octet).join('.'),
      () =>
        pick([
          `${300 + below(600)}.${octet()}.${octet()}.${octet()}`,
          `${octet()}.${octet()}.${octet()}`,
          `1.${octet()}.${octet()}.${octet()}.${octet()}`,
          `v1.${octet()}.${octet()}.${octet()}`,
        ]),
    ],
    [
      'personal.ip-address',
      ip6,
      () =>
        pick([
          `1${below(10)}:${10 + below(49)}:${10 + below(49)}`,
          `${hex(4)}:${hex(4)}:${hex(4)}`,
          `std::${word()}`,
          `2001:db8::${hex(3)}::1`,
        ]),
    ],
    [
      'personal.mac-address',
      mac,
      () => pick([mac().slice(0, 14), `${mac()}:${hex(2)}`, mac().replace(/..$/, 'zz')]),
    ],
    [
      'personal.us-ssn',
      ssn,
      () =>
        pick([
          `000-${ssn().slice(4)}`,
          `666-${ssn().slice(4)}`,
          ssn().replace(/-\d\d-/, '-00-'),
          `${ssn().slice(0, 7)}0000`,
          `${ssn()}1`,
        ]),
    ],
    ['personal.nhs-number', nhs, () => broken(nhs())],
    ['personal.pesel', pesel, () => broken(pesel())],
    [
      'secret.api-key',
      () => `sk-${base64(20 + below(28))}`,
      () =>
        pick([`sk-${word()}`, `risk-${base64(24)}`, `sk-${word()}-${word()}-${word()}-${word()}-${word()}`]),
    ],
    [
      'secret.aws-key',
      () => `AKIA${of(`${letters.slice(26)}234567`, 16)}`,
      () => pick([`AKIA${of(letters.slice(26), 9)}`, `AKIA${of(lower, 16)}`]),
    ],
    ['secret.jwt', jwt, () => pick([`eyJ${base64(20)}`, `${base64(20)}.${base64(20)}.${base64(20)}`])],
    ['secret.private-key', pem, () => pem().replaceAll('PRIVATE', 'PUBLIC')],
  ];
  const make = (at: number, isPositive: boolean): Sample => {
    const [kind, positive, nearMiss] = kinds[at % kinds.length] as (typeof kinds)[number];
    const value = (isPositive ? positive : nearMiss)();
    return {
      kind,
      value,
      text: (frames[Math.floor(at / kinds.length) % frames.length] as (typeof frames)[number])(value),
    };
  };
  return {
    positives: Array.from({ length: count }, (_, at) => make(at, true)),
    nearMisses: Array.from({ length: count }, (_, at) => make(at, false)),
  };
}
