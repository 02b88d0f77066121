import type { Box } from 'tributary/sdk';
import type { Cell, Row } from './sheet.js';

/** What the columns of a table of goods and services hold. */
type ColumnRole =
  | 'description'
  | 'quantity'
  | 'unitPrice'
  | 'total'
  | 'tax'
  | 'article'
  | 'position'
  | 'other';

export interface Column {
  role: ColumnRole;
  left: number;
  right: number;
}

const headings: readonly [ColumnRole, RegExp][] = [
  [
    'article',
    /\b(?:unsere |ihre )?art(?:ikel)?\.?\s?-?\s?(?:nr|nummer|no)\b[\p{L}.-]*|\b(?:sku|gtin|ean|item (?:no|code|#)|code|codice|codigo|artikelcode|indeks|symbol|ref(?:erence|erencia)?)\b\.?/u,
  ],
  [
    'description',
    /\b(?:artikel)?(?:bezeichnung|beschreibung)\b|\bprodukt\b|\bleistung(?:sbeschreibung)?\b|\bartikel\b|\bdescription\b|\bproduct\b|\bparticulars\b|\bdetails\b|\bitem\b|\bdesignation\b|\blibelle\b|\bprestation\b|\bdescripcion\b|\bconcepto\b|\barticulo\b|\bposition\b|\btext\b|\bdescrizione\b|\bprodotto\b|\bomschrijving\b|\bbeschrijving\b|\bnazwa\b(?: towaru[\p{L} ]*)?|\bopis\b|\bdescricao\b|\bdesignacao\b|\bartigo\b/u,
  ],
  [
    'quantity',
    /\bmenge\b|\banzahl\b|\bstuck\b|\bstunden\b|\bstd\b|\bqty\b|\bquantity\b|\bhours\b|\bunits\b|\bquantite\b|\bqte\b|\bcantidad\b|\bcant\b|\bunidades\b|\bquantita\b|\bq\.?ta\b|\baantal\b|\buren\b|\bilosc\b|\bquantidade\b|\bqtde?\b/u,
  ],
  [
    'unitPrice',
    /\b(?:einzel|stuck|netto|brutto|basis)-?preis\b|\beinzel\b|\bpreis\b|\bunit (?:price|cost)\b|\brate\b|\bprice\b|\bprix (?:unitaire|u)\b|\bp\.?u\.?\b|\bprecio\b|\bprezzo(?: unitario)?\b|\b(?:stuk|eenheids)?prijs\b|\btarief\b|\bcena\b(?: netto| jedn\p{L}*\.?)?|\bpreco(?: unitario)?\b|\bprix$/u,
  ],
  [
    'total',
    /\bgesamt(?:betrag|preis|summe)?\b|\bsumme\b|\bbetrag\b|\bnettowert\b|\bpositions-?\s?(?:betrag|summe)\b|\bpositions-$|\btotal\b|\bamount\b|\bmontant\b|\bprix (?:ht|total)\b|\bimporte\b|\bimporto\b|\btotale\b|\btotaal\b|\bbedrag\b|\bwartosc\b(?: netto| brutto)?|\bvalor\b|\bnetto\b|\bwert\b/u,
  ],
  ['tax', /\b(?:ust|mwst|steuer|vat|gst|tva|iva|btw|aliquota|stawka|taxa|tax)\b/u],
  ['position', /\b(?:pos|nr|no|lfd|lp)\b\.?|#/u],
  ['other', /\brem\b|\brabatt\b|\bdiscount\b|\bvke\b|\bunite\b|\beinheit\b|\bunit\b|\buom\b|\bdto\b/u],
];

/** The columns that a row heads, from left to right. A cell that heads two columns is parted by its letters. */
export function columnsOf(row: Row): Column[] {
  return row.cells.flatMap(columnsOfCell).sort((one, other) => one.left - other.left);
}

/** Whether columns are those of a table of goods: what was delivered, and how much of it or for how much. */
export function headsGoods(columns: readonly Column[]): boolean {
  const has = (role: ColumnRole) => columns.some((column) => column.role === role);
  return (has('description') || has('article')) && (has('total') || has('unitPrice')) && columns.length >= 3;
}

function columnsOfCell(cell: Cell): Column[] {
  const [left, , right] = cell.box;
  const unit = (right - left) / Math.max(1, cell.folded.length);
  const taken: { from: number; to: number }[] = [];
  const found: Column[] = [];
  for (const [role, pattern] of headings) {
    const match = pattern.exec(cell.folded);
    const to = match ? match.index + match[0].length : 0;
    if (!match || taken.some((other) => other.from < to && match.index < other.to)) continue;
    taken.push({ from: match.index, to });
    found.push({ role, left: left + unit * match.index, right: left + unit * to });
  }
  return found;
}

/** The column that a box stands in: the one it overlaps most, else the nearest. */
export function columnAt<Each extends { left: number; right: number }>(
  columns: readonly Each[],
  box: Box,
): Each | null {
  let nearest: Each | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const column of columns) {
    const gap = Math.max(column.left - box[2], box[0] - column.right);
    if (gap < least) {
      least = gap;
      nearest = column;
    }
  }
  return nearest;
}
