import type { PageText } from 'tributary/sdk';
import { numbersFrom } from '#text';
import { extractFields } from '../plugins/extraction/engine/extract.js';
import { plainPage } from '../plugins/extraction/engine/page-fixture.js';
import { readKind } from '../plugins/extraction/kinds/read-kind.js';
import { planOf, readByRule } from '../plugins/extraction/plan.js';
import { parseDocument } from '../subgraphs/documents/parsers/parse-document.js';
import { type Benchmark, type Figure, figure, percentile } from './benchmark.js';
import { type PdfText, pdf } from './ingest/pdf.js';

const invoices = 40;
const rounds = 5;
const floodLength = 100_000;
const limitMs = 50;

/** Fields of two-page invoices after parsing, beside the parsing of the same files; and what hostile texts cost. */
export const extraction: Benchmark = {
  name: 'extraction',
  about: `the fields of ${invoices} two-page invoices after parsing, ${rounds} times each; ${floodLength} hostile characters`,
  async run(say) {
    const parses: number[] = [];
    const documents: PageText[][] = [];
    for (let number = 0; number < invoices; number++) {
      const bytes = Uint8Array.from(pdf(invoicePages(number)));
      const began = performance.now();
      const { pages } = await parseDocument(bytes, { name: 'invoice.pdf', mediaType: null });
      parses.push(performance.now() - began);
      documents.push(pages);
    }
    say('invoices');
    const peer = { name: 'parsing the PDF (unpdf)', value: percentile(parses, 0.5) };
    const figures = [
      ...spread('the step', peer, documents, (pages) => extractFields(pages, 'invoice')),
      ...spread('by a schema of 8 properties', peer, documents, (pages) =>
        readByRule(planOf({ kind: 'INVOICE', schema }, null), pages),
      ),
    ];
    say('floods');
    const floods = floodParts.flatMap(([name, part, work]) => flood(name, part, work));
    return [...figures, ...floods];
  },
};

const schema = {
  type: 'object',
  properties: {
    invoiceNumber: { type: 'string' },
    invoiceDate: { type: 'string', format: 'date' },
    vendor: { type: 'string' },
    customer: { type: ['string', 'null'] },
    total: { type: 'number' },
    currency: { type: 'string', format: 'currency' },
    costCentre: { type: ['string', 'null'] },
    items: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          description: { type: 'string' },
          quantity: { type: 'number' },
          amount: { type: 'number' },
        },
      },
    },
  },
};

const floodParts: readonly [string, string, (page: PageText) => unknown][] = [
  ['a receipt', 'TOTAL 1.00 CASH ', (page) => readKind([page], 'RECEIPT')],
  ['a contract', 'between A and B, term of notice ', (page) => readKind([page], 'CONTRACT')],
  ['a letter', 'Dear Ref: ', (page) => readKind([page], 'LETTER')],
  ['a schema', 'Total: vendor ', (page) => readByRule(planOf({ kind: null, schema }, null), [page])],
];

/** 56 lines on two pages: the head on the first, the sums on the second. */
function invoicePages(number: number): PdfText[][] {
  const next = numbersFrom(number);
  const text = (x: number, y: number, content: string, size = 10): PdfText => ({ text: content, x, y, size });
  const row = (y: number, cells: readonly string[]) =>
    [50, 330, 390, 480].flatMap((x, at) => (cells[at] ? [text(x, y, cells[at])] : []));
  const money = (cents: number) => (cents / 100).toFixed(2);
  let net = 0;
  const lines = Array.from({ length: 56 }, (_, at) => {
    const quantity = 1 + Math.floor(next() * 12);
    const cents = 250 + Math.floor(next() * 20_000);
    net += quantity * cents;
    return [`Article ${number}-${100 + at}, blue`, String(quantity), money(cents), money(quantity * cents)];
  });
  const tax = Math.round(net * 0.2);
  const head = [
    text(50, 800, 'Quayside Supplies Ltd', 14),
    text(50, 784, '12 Quay Street, Bristol BS1 4XX'),
    text(400, 800, 'INVOICE', 20),
    text(50, 740, 'Meadow Design Studio Ltd'),
    text(50, 726, '8 Orchard Lane, Bath BA1 2AB'),
    ...[
      ['Invoice number', `QS-${2000 + number}`],
      ['Invoice date', `${1 + (number % 28)} March 2026`],
      ['Order number', `PO-${7000 + number}`],
    ].flatMap(([label = '', value = ''], at) => [
      text(350, 740 - at * 15, label),
      text(460, 740 - at * 15, value),
    ]),
  ];
  const columns = ['Description', 'Qty', 'Unit price', 'Amount'];
  return [
    [...head, ...row(660, columns), ...lines.slice(0, 36).flatMap((cells, at) => row(644 - at * 16, cells))],
    [
      ...row(780, columns),
      ...lines.slice(36).flatMap((cells, at) => row(764 - at * 16, cells)),
      ...row(420, ['', '', 'Net total', money(net)]),
      ...row(404, ['', '', 'VAT 20 %', money(tax)]),
      ...row(388, ['', '', 'Total GBP', money(net + tax)]),
      text(50, 340, 'Payment within 30 days. IBAN GB33 BUKB 2020 1555 5555 55'),
    ],
  ];
}

function spread(
  name: string,
  peer: { name: string; value: number },
  documents: readonly PageText[][],
  work: (pages: PageText[]) => unknown,
): Figure[] {
  const times = Array.from({ length: rounds }, () =>
    documents.map((pages) => timed(() => work(pages))),
  ).flat();
  return [
    figure(`${name}, median`, percentile(times, 0.5), 'ms', { wanted: { atMost: limitMs }, peer }),
    figure(`${name}, 95th percentile`, percentile(times, 0.95), 'ms', { wanted: { atMost: limitMs }, peer }),
  ];
}

/** Beside it the time of half the text: twice as long is linear, four times is quadratic. */
function flood(name: string, part: string, work: (page: PageText) => unknown): Figure[] {
  const text = part.repeat(Math.ceil(floodLength / part.length));
  const best = (length: number) =>
    Math.min(...Array.from({ length: 3 }, () => timed(() => work(plainPage(text.slice(0, length))))));
  const peer = { name: 'half of it', value: best(floodLength / 2) };
  return [
    figure(`${name}, flood of ${JSON.stringify(part)}`, best(floodLength), 'ms', {
      wanted: { atMost: 1_000 },
      peer,
    }),
  ];
}

function timed(work: () => unknown): number {
  const began = performance.now();
  work();
  return performance.now() - began;
}
