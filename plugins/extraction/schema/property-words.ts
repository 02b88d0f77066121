import { fold } from 'tributary/text';

/** What people call a field that the engine knows how to find, in single words parted by blanks. */
const synonyms: Readonly<Record<string, readonly string[]>> = {
  invoice_number: [
    'invoice number',
    'invoice no',
    'invoice id',
    'bill number',
    'rechnungsnummer',
    'numero facture',
    'numero factura',
    'document number',
    'invoice reference',
    'receipt number',
  ],
  order_ref: [
    'order ref',
    'order reference',
    'order number',
    'purchase order',
    'purchase order number',
    'po number',
    'po',
    'bestellnummer',
    'your reference',
  ],
  order_number: [
    'order number',
    'po number',
    'purchase order number',
    'bestellnummer',
    'order id',
    'order no',
  ],
  issue_date: [
    'issue date',
    'invoice date',
    'date',
    'issued',
    'date of issue',
    'rechnungsdatum',
    'datum',
    'document date',
    'bill date',
    'issued on',
  ],
  order_date: ['order date', 'bestelldatum', 'date ordered'],
  date: [
    'date',
    'datum',
    'letter date',
    'purchase date',
    'transaction date',
    'receipt date',
    'date of purchase',
    'date of sale',
  ],
  due_date: [
    'due date',
    'payment due',
    'due',
    'payment due date',
    'payable until',
    'falligkeit',
    'faellig am',
    'zahlungsziel',
    'pay by',
  ],
  delivery_date: ['delivery date', 'liefertermin', 'lieferdatum', 'deliver by', 'delivery'],
  seller_name: [
    'seller name',
    'seller',
    'vendor',
    'vendor name',
    'supplier',
    'supplier name',
    'issuer',
    'lieferant',
    'verkaufer',
    'biller',
    'from company',
    'sold by',
  ],
  supplier: ['supplier', 'supplier name', 'vendor', 'vendor name', 'seller', 'lieferant'],
  company: [
    'company',
    'company name',
    'merchant',
    'merchant name',
    'store',
    'store name',
    'shop',
    'shop name',
    'retailer',
    'seller',
    'vendor',
    'handler',
    'business name',
  ],
  address: [
    'address',
    'store address',
    'merchant address',
    'shop address',
    'company address',
    'adresse',
    'anschrift',
    'location',
  ],
  seller_vat: [
    'seller vat',
    'vat id',
    'vat number',
    'tax id',
    'vat registration number',
    'seller tax id',
    'supplier vat id',
    'ust id',
    'umsatzsteuer id',
    'vendor tax id',
  ],
  buyer_name: [
    'buyer name',
    'buyer',
    'customer',
    'customer name',
    'client',
    'client name',
    'bill to',
    'kunde',
    'purchaser',
    'billed to',
  ],
  buyer: ['buyer', 'buyer name', 'customer', 'ordered by', 'purchaser', 'client'],
  currency: ['currency', 'currency code', 'wahrung', 'devise', 'moneda'],
  net_total: [
    'net total',
    'net amount',
    'subtotal',
    'sub total',
    'total net',
    'nettobetrag',
    'netto',
    'amount before tax',
    'total before tax',
    'total excluding tax',
    'taxable amount',
  ],
  tax_total: [
    'tax total',
    'tax',
    'tax amount',
    'total tax',
    'vat',
    'vat amount',
    'vat total',
    'mwst',
    'steuerbetrag',
    'gst',
    'sales tax',
  ],
  tax: ['tax', 'tax amount', 'vat', 'vat amount', 'gst', 'sales tax', 'total tax', 'mwst'],
  grand_total: [
    'grand total',
    'total',
    'total amount',
    'amount',
    'invoice total',
    'gross total',
    'gross amount',
    'total gross',
    'gesamtbetrag',
    'brutto',
    'total price',
    'amount total',
    'invoice amount',
    'sum',
  ],
  total: [
    'total',
    'total amount',
    'grand total',
    'amount',
    'amount paid',
    'sum',
    'gesamtbetrag',
    'total paid',
    'order total',
    'total price',
  ],
  due_amount: [
    'due amount',
    'amount due',
    'amount payable',
    'balance due',
    'zahlbetrag',
    'total due',
    'outstanding',
  ],
  iban: ['iban', 'bank account', 'account iban', 'bankverbindung', 'account number', 'payment account'],
  payment_method: ['payment method', 'paid by', 'payment type', 'zahlungsart', 'method payment'],
  parties: ['parties', 'contract parties', 'contracting parties', 'vertragsparteien', 'party names'],
  effective_date: [
    'effective date',
    'start date',
    'commencement date',
    'contract start',
    'vertragsbeginn',
    'begin date',
    'begins',
    'valid from',
    'starts on',
  ],
  end_date: [
    'end date',
    'expiry date',
    'expiration date',
    'contract end',
    'vertragsende',
    'ends on',
    'valid until',
    'termination date',
  ],
  term: ['term', 'duration', 'contract term', 'contract duration', 'laufzeit', 'initial term'],
  notice_period: [
    'notice period',
    'termination notice',
    'kundigungsfrist',
    'notice',
    'period of notice',
    'termination notice period',
  ],
  governing_law: [
    'governing law',
    'applicable law',
    'jurisdiction',
    'law',
    'anwendbares recht',
    'choice of law',
  ],
  value: [
    'value',
    'contract value',
    'contract price',
    'fee',
    'price',
    'monthly fee',
    'annual fee',
    'rent',
    'vertragswert',
  ],
  sender: ['sender', 'sender name', 'from', 'author', 'absender', 'written by'],
  recipient: ['recipient', 'recipient name', 'addressee', 'to', 'empfanger'],
  subject: ['subject', 'betreff', 'title', 'topic', 're', 'subject line'],
  reference: [
    'reference',
    'reference number',
    'our reference',
    'your reference',
    'ref',
    'aktenzeichen',
    'case number',
    'file number',
  ],
  lines: [
    'lines',
    'line items',
    'items',
    'positions',
    'positionen',
    'products',
    'articles',
    'goods',
    'entries',
    'order lines',
    'invoice lines',
  ],
};
/** What columns of a table of goods are called. */
const columns: Readonly<Record<string, readonly string[]>> = {
  name: [
    'name',
    'description',
    'item',
    'item name',
    'product',
    'product name',
    'article',
    'title',
    'bezeichnung',
    'text',
    'service',
  ],
  quantity: ['quantity', 'qty', 'count', 'number', 'menge', 'anzahl', 'units', 'pieces'],
  total: [
    'total',
    'amount',
    'line total',
    'price',
    'sum',
    'total price',
    'line amount',
    'betrag',
    'gesamt',
    'cost',
    'value',
  ],
};

/** The words of a name in code: `dueDate`, `due_date`, `Due date`. */
export function wordsOf(name: string): string[] {
  return fold(name.replace(/(?<=[\p{Ll}\d])(?=\p{Lu})/gu, ' '))
    .split(/[^\p{L}\d]+/u)
    .filter((word) => word !== '' && !fillers.has(word));
}
const fillers: ReadonlySet<string> = new Set('the a of der die das de du la le del for in iso'.split(' '));

/** A name of a table with the words of everything that it is called. */
type Called = readonly (readonly [name: string, synonyms: readonly ReadonlySet<string>[]])[];

const called = (table: Readonly<Record<string, readonly string[]>>): Called =>
  Object.entries(table).map(([name, known]) => [name, known.map((synonym) => new Set(synonym.split(' ')))]);
const calledFields = called(synonyms);
const calledColumns = called(columns);

/** How well a name means what is called so, from 0 to 1: the share of common words (Jaccard). */
function likeness(own: ReadonlySet<string>, others: ReadonlySet<string>): number {
  const same = [...own].filter((word) => others.has(word)).length;
  return same === 0 ? 0 : same / (own.size + others.size - same);
}

/** Of two words at least both, of three two and more. */
const leastLikeness = 0.66;

/** The likeliest first; a later name says a little less than the first. */
function meant(names: readonly string[], table: Called): { field: string; score: number }[] {
  const words = names.map((name) => new Set(wordsOf(name)));
  return table
    .map(([field, known]) => ({
      field,
      score: Math.max(
        ...words.map((own, at) => (1 - at * 0.1) * Math.max(...known.map((each) => likeness(own, each)))),
      ),
    }))
    .filter(({ score }) => score >= leastLikeness)
    .sort((one, other) => other.score - one.score);
}

/** The known fields that a property may mean, the likeliest first. */
export function knownFieldsOf(names: readonly string[]): { field: string; score: number }[] {
  return meant(names, calledFields);
}

/** The column of a table of goods that a property means; null for none. */
export function columnOf(names: readonly string[]): string | null {
  return meant(names, calledColumns)[0]?.field ?? null;
}
