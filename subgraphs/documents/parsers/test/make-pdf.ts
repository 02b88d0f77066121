import { deflateSync } from 'node:zlib';

export interface PdfPageSource {
  /** Operators of the page. Font `F1` is Helvetica, `F2` Courier. */
  content: string;
  rotate?: number;
  mediaBox?: string;
  /** More entries of the page's dictionary. */
  extra?: string;
  resources?: string;
}

export interface PdfSource {
  pages: readonly PdfPageSource[];
  /** Entries of the information dictionary. */
  info?: string;
  /** More entries of the catalogue. */
  catalogue?: string;
  /** More objects, numbered from 20 on. */
  objects?: readonly string[];
}

/** A small PDF with standard fonts. */
export function makePdf({ pages, info, catalogue = '', objects = [] }: PdfSource): Uint8Array {
  const numbered = new Map<number, string>();
  const first = 100;
  const kids = pages.map((_, at) => `${first + at * 2} 0 R`).join(' ');
  numbered.set(1, `<< /Type /Catalog /Pages 2 0 R ${catalogue} >>`);
  numbered.set(2, `<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`);
  numbered.set(3, font('Helvetica'));
  numbered.set(4, font('Courier'));
  numbered.set(5, `<< ${info ?? ''} >>`);
  objects.forEach((object, at) => {
    numbered.set(20 + at, object);
  });
  pages.forEach((page, at) => {
    const resources = `/Resources << /Font << /F1 3 0 R /F2 4 0 R >> ${page.resources ?? ''} >>`;
    const box = page.mediaBox ?? '[0 0 595 842]';
    const rotate = page.rotate ? `/Rotate ${page.rotate}` : '';
    numbered.set(
      first + at * 2,
      `<< /Type /Page /Parent 2 0 R /MediaBox ${box} ${rotate} ${resources} /Contents ${first + at * 2 + 1} 0 R ${page.extra ?? ''} >>`,
    );
    numbered.set(first + at * 2 + 1, stream(page.content));
  });
  return assemble(numbered);
}

/** A stream object, packed with deflate as often as `filters` says. */
export function stream(content: string | Buffer, filters = 1, extra = ''): string {
  let data = Buffer.from(content as Buffer);
  for (let at = 0; at < filters; at += 1) data = deflateSync(data, { level: 9 });
  const names = '/FlateDecode '.repeat(filters);
  return `<< /Length ${data.length} /Filter [${names}] ${extra} >>\nstream\n${data.toString('latin1')}\nendstream`;
}

/** Writes numbered objects with their cross-reference table. */
export function assemble(
  objects: ReadonlyMap<number, string>,
  trailer = '/Root 1 0 R /Info 5 0 R',
): Uint8Array {
  let body = '%PDF-1.7\n';
  const offsets = new Map<number, number>();
  for (const [number, object] of objects) {
    offsets.set(number, body.length);
    body += `${number} 0 obj\n${object}\nendobj\n`;
  }
  const start = body.length;
  const size = Math.max(...objects.keys()) + 1;
  body += `xref\n0 ${size}\n0000000000 65535 f \n`;
  for (let number = 1; number < size; number += 1) {
    const offset = offsets.get(number);
    body += offset === undefined ? '0000000000 00000 f \n' : `${String(offset).padStart(10, '0')} 00000 n \n`;
  }
  body += `trailer\n<< /Size ${size} ${trailer} >>\nstartxref\n${start}\n%%EOF\n`;
  return new Uint8Array(Buffer.from(body, 'latin1'));
}

/** Text at a place, in points from the lower left corner. */
export function textAt(x: number, y: number, text: string, size = 10, font = 'F1'): string {
  return `BT /${font} ${size} Tf 1 0 0 1 ${x} ${y} Tm (${text.replace(/[\\()]/g, '\\$&')}) Tj ET\n`;
}

function font(name: string): string {
  return `<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`;
}
