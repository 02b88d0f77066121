/** Who sends invoices to the example company, and how much they usually bill. */
export interface Supplier {
  /** In file names. */
  id: string;
  name: string;
  address: string;
  taxId: string;
  iban: string;
  language: keyof typeof phrases;
  taxPercent: number;
  /** The day of the month on which it usually bills. */
  day: number;
  /** Net of a usual month. */
  base: number;
  /** How much of the base comes on top from month to month. */
  growth: number;
  /** Months, as `2026-09`, whose invoices are among the files of `examples/erp`. */
  inExamples: readonly string[];
  /** What the months of a year, January first, are of the base. */
  season: readonly number[];
  goods: readonly { name: string; price: number }[];
  numberOf(index: number, year: number): string;
}

const even = Array.from({ length: 12 }, () => 1);

/** The suppliers of `examples/erp`: lamps that sell in autumn, wood, textiles, and freight that gets dearer. */
export const suppliers: readonly Supplier[] = [
  {
    id: 'rathmore',
    name: 'Rathmore Lighting Ltd',
    address: '7 Camden Quay, Cork T23 X8V2',
    taxId: 'IE4719263C',
    iban: 'IE16TEST93115212345678',
    language: 'en',
    taxPercent: 23,
    day: 18,
    base: 1_800,
    growth: 0,
    inExamples: ['2026-09', '2026-10'],
    season: [0.9, 0.85, 0.9, 0.9, 0.85, 0.8, 0.8, 0.9, 1.05, 1.2, 1.35, 1.3],
    goods: [
      { name: 'Pendant lamp Corrib, brass', price: 96 },
      { name: 'Wall light Shannon, white', price: 42 },
    ],
    numberOf: (index) => `RL-${2031 + 3 * index}`,
  },
  {
    id: 'kessler',
    name: 'Kessler Holzhandel GmbH',
    address: 'Werftstraße 88, 24143 Kiel',
    taxId: 'DE284719361',
    iban: 'DE68 2105 0170 0012 3456 78',
    language: 'de',
    taxPercent: 19,
    day: 9,
    base: 1_900,
    growth: 0,
    inExamples: ['2026-09'],
    season: even,
    goods: [
      { name: 'Eichenbohle, besäumt, 2,5 m', price: 26.5 },
      { name: 'Leimholzplatte Buche, 200 x 60 cm', price: 32 },
    ],
    numberOf: (index, year) => `KH-${year}-${100 + 17 * index}`,
  },
  {
    id: 'alameda',
    name: 'Textiles Alameda S.L.',
    address: 'Calle de la Paz 21, 46003 Valencia',
    taxId: 'ESB46028171',
    iban: 'ES91 2100 0418 4502 0005 1332',
    language: 'es',
    taxPercent: 21,
    day: 23,
    base: 1_150,
    growth: 0,
    inExamples: ['2026-10'],
    season: [1, 1, 1.05, 1.05, 1, 0.9, 0.7, 0.6, 1.05, 1.1, 1.1, 1.15],
    goods: [
      { name: 'Cojín de lino 45 x 45 cm', price: 18.5 },
      { name: 'Cortina opaca 140 x 260 cm', price: 52 },
    ],
    numberOf: (index, year) => `TA-${year}-${104 + 8 * index}`,
  },
  {
    id: 'elbkai',
    name: 'Elbkai Spedition GmbH',
    address: 'Versmannstraße 30, 20457 Hamburg',
    taxId: 'DE315902745',
    iban: 'DE34 2005 0550 1234 5678 90',
    language: 'de',
    taxPercent: 19,
    day: 5,
    base: 420,
    growth: 0.1,
    inExamples: [],
    season: even,
    goods: [
      { name: 'Transport Kiel - Hamburg, Palette', price: 61 },
      { name: 'Lagerung, Palette je Woche', price: 15.7 },
    ],
    numberOf: (index) => `EK-${4402 + 5 * index}`,
  },
];

/** What an invoice says in each language. */
export const phrases = {
  en: {
    locale: 'en-IE',
    taxId: 'VAT ID',
    title: 'INVOICE',
    billTo: 'Bill to',
    number: 'Invoice number',
    date: 'Invoice date',
    due: 'Due date',
    columns: ['Item', 'Quantity', 'Unit price', 'Amount'],
    net: 'Net total',
    tax: 'VAT',
    total: 'Total due',
  },
  de: {
    locale: 'de-DE',
    taxId: 'USt-IdNr.',
    title: 'RECHNUNG',
    billTo: 'Rechnung an',
    number: 'Rechnungsnummer',
    date: 'Rechnungsdatum',
    due: 'Fällig am',
    columns: ['Beschreibung', 'Menge', 'Einzelpreis', 'Betrag'],
    net: 'Nettobetrag',
    tax: 'MwSt.',
    total: 'Gesamtbetrag',
  },
  es: {
    locale: 'es-ES',
    taxId: 'NIF',
    title: 'FACTURA',
    billTo: 'Cliente',
    number: 'Número de factura',
    date: 'Fecha de factura',
    due: 'Fecha de vencimiento',
    columns: ['Descripción', 'Cantidad', 'Precio', 'Importe'],
    net: 'Base imponible',
    tax: 'IVA',
    total: 'Total factura',
  },
} as const;
