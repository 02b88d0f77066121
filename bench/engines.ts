import type { PageText } from 'tributary/sdk';
import { sentences } from 'tributary/text';
import { classify } from '../plugins/classification/engine/classify.js';
import { extractInvoice } from '../plugins/extraction/engine/extract.js';
import { plainPage } from '../plugins/extraction/engine/page-fixture.js';
import { floodParts } from '../plugins/guard/engine/flood.fixture.js';
import { screenDocument } from '../plugins/guard/engine/screen-document.js';
import { parseDocument } from '../subgraphs/documents/parsers/parse-document.js';
import { type Benchmark, type Figure, figure } from './benchmark.js';
import { pdfFiles } from './ingest/files.js';

const repeats = 5;
const floodLength = 100_000;

/** The built-in engines on an ordinary document and on floods; their time grows with the text, never with its square. */
export const engines: Benchmark = {
  name: 'engines',
  about: `extraction, screening and classification of an invoice, and of ${floodLength} hostile characters; the best of ${repeats}`,
  async run(say) {
    const pages = await invoicePages();
    say('an invoice');
    const ordinary = [
      figure(
        'extraction, two pages',
        best(() => extractInvoice(pages)),
        'ms',
        { wanted: { atMost: 50 } },
      ),
      figure(
        'screening, two pages',
        best(() => screenDocument(pages, [])),
        'ms',
      ),
      figure(
        'classification, two pages',
        best(() => classify(pages, 'application/pdf')),
        'ms',
      ),
    ];
    say('floods');
    return [
      ...ordinary,
      ...floodParts.map((part) => flood('screening', part, 100, (page) => screenDocument([page], []))),
      ...['Rechnung Nr. ', '1.234,56 € Total ', 'Total\n1,00\n'].map((part) =>
        flood('extraction', part, 1_000, (page) => extractInvoice([page])),
      ),
      ...['a ', 'rechnung ', 'a'].map((part) =>
        flood('classification', part, 300, (page) => classify([page], 'text/plain')),
      ),
      flood('sentences', '5. März ', 1_000, ({ text }) => sentences(text, 'de')),
    ];
  },
};

/** An invoice as a document of two pages with layout. */
async function invoicePages(): Promise<PageText[]> {
  const [file] = pdfFiles(1);
  const bytes = Uint8Array.from(file?.bytes ?? []);
  const { pages } = await parseDocument(bytes, { name: 'invoice.pdf', mediaType: null });
  return [...pages, ...pages.map((page) => ({ ...page, number: page.number + 1 }))];
}

/** Beside it the time of half the text: twice as long is linear, four times is quadratic. */
function flood(engine: string, part: string, mostMs: number, work: (page: PageText) => unknown): Figure {
  const text = part.repeat(Math.ceil(floodLength / part.length));
  const whole = plainPage(text.slice(0, floodLength));
  const half = plainPage(text.slice(0, floodLength / 2));
  return figure(
    `${engine}, flood of ${JSON.stringify(part)}`,
    best(() => work(whole)),
    'ms',
    {
      wanted: { atMost: mostMs },
      peer: { name: 'half of it', value: best(() => work(half)) },
    },
  );
}

function best(work: () => unknown): number {
  const times = Array.from({ length: repeats }, () => {
    const began = performance.now();
    work();
    return performance.now() - began;
  });
  return Math.min(...times);
}
