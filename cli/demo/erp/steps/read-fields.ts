import { documentOf, fieldOf } from '../documents.js';
import { found, type Story } from '../story.js';

const files = [
  'orders/po-5104-rathmore.md',
  'invoices/invoice-rathmore-2087.md',
  'invoices/invoice-rathmore-2071.pdf',
  'invoices/rechnung-kessler-311.txt',
  'invoices/factura-alameda-208.html',
];

export interface ReadFields {
  file: string;
  kind: string | null;
  number: string | null;
  order: string | null;
  net: number;
}

/** What was found in an order and four invoices, in three languages, each value with its place. */
export async function readFields(story: Story): Promise<ReadFields[]> {
  const read: ReadFields[] = [];
  for (const file of files) {
    const document = await documentOf(story, file);
    const fields = {
      file,
      kind: document.kind,
      number: fieldOf(document, 'invoice_number') ?? fieldOf(document, 'order_ref'),
      order: fieldOf(document, 'order_ref'),
      net: Number(found(fieldOf(document, 'net_total'), `a net total in ${file}`)),
    };
    const place = document.fields.find(({ name }) => name === 'net_total');
    story.tell(
      `${fields.number} for order ${fields.order}: ${fields.net.toFixed(2)} ${fieldOf(document, 'currency')}, ` +
        `read on page ${place?.page} as «${place?.quote}» (${place?.confidence.toFixed(2)})`,
    );
    read.push(fields);
  }
  return read;
}
