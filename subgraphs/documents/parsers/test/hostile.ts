import { deflateRawSync } from 'node:zlib';
import { makeDocx, paragraph } from './make-office.js';
import { assemble, makePdf, stream, textAt } from './make-pdf.js';
import { makeZip, type ZipEntry } from './make-zip.js';

const MB = 1024 * 1024;

/** An office file with one more part. */
function withPart(part: ZipEntry): Uint8Array {
  return makeDocx(paragraph('x'), {}, [part]);
}

/** 100 MiB of zeros in 102 KB, beside the text of a document. */
export function zeroBomb(): Uint8Array {
  return withPart({ name: 'word/media/zeros.bin', content: Buffer.alloc(100 * MB) });
}

/** The text itself unpacks to far more than its directory states. */
export function lyingBomb(): Uint8Array {
  const packed = deflateRawSync(Buffer.alloc(100 * MB, 32));
  return makeZip([
    {
      name: '[Content_Types].xml',
      content: '<Types><Override ContentType="wordprocessingml.document.main+xml"/></Types>',
      packed,
      size: 1_000,
    },
    { name: 'word/document.xml', content: '', packed, size: 1_000 },
  ]);
}

/** Archives within archives, the innermost a bomb. */
export function nestedBomb(depth: number): Uint8Array {
  let content: Uint8Array = Buffer.alloc(20 * MB);
  for (let at = 0; at < depth; at += 1) content = makeZip([{ name: `${at}.zip`, content }]);
  return content;
}

export function manyEntries(count: number): Uint8Array {
  const packed = deflateRawSync('');
  return makeZip(Array.from({ length: count }, (_, at) => ({ name: `${at}`, content: '', packed })));
}

/** A content stream packed five times: some kilobytes that unpack to `size`. */
export function stackedFilters(size: number): Uint8Array {
  return withPages('/Kids [100 0 R] /Count 1', { 101: stream(Buffer.alloc(size), 5) });
}

/** A page tree that lists one page a million times. */
export function millionPages(): Uint8Array {
  return withPages(`/Kids [${'100 0 R '.repeat(1_000_000)}] /Count 1000000`);
}

export function selfReferentialTree(): Uint8Array {
  return withPages('/Kids [2 0 R 2 0 R] /Count 2');
}

/** A tree whose count is a lie. */
export function lyingCount(): Uint8Array {
  return withPages('/Kids [100 0 R] /Count 999999999');
}

/** Forms that draw each other ten times, ten levels deep. */
export function formBomb(): Uint8Array {
  const levels = 10;
  const objects = Array.from({ length: levels }, (_, at) => {
    const below = at + 1 < levels ? `/XObject << /F ${21 + at} 0 R >>` : '';
    const content = at + 1 < levels ? '/F Do '.repeat(10) : textAt(10, 10, 'x');
    return stream(
      content,
      1,
      `/Type /XObject /Subtype /Form /BBox [0 0 99 99] /Resources << /Font << /F1 3 0 R >> ${below} >>`,
    );
  });
  return makePdf({ pages: [{ content: '/F Do', resources: '/XObject << /F 20 0 R >>' }], objects });
}

/** A form that draws itself. */
export function selfDrawingForm(): Uint8Array {
  const form = stream(
    '/F Do',
    1,
    '/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F 20 0 R >> >>',
  );
  return makePdf({ pages: [{ content: '/F Do', resources: '/XObject << /F 20 0 R >>' }], objects: [form] });
}

/** A cross-reference table that names itself as the one before. */
export function xrefLoop(): Uint8Array {
  const text = Buffer.from(makePdf({ pages: [{ content: textAt(9, 9, 'x') }] })).toString('latin1');
  const start = /startxref\n(\d+)/.exec(text)?.[1];
  return new Uint8Array(Buffer.from(text.replace('/Root 1 0 R', `/Root 1 0 R /Prev ${start}`), 'latin1'));
}

/** Scripts and launch actions on every occasion that PDF knows. */
export function activePdf(): Uint8Array {
  const action = '<< /S /JavaScript /JS (globalThis.owned = true; app.alert\\(1\\)) >>';
  return makePdf({
    pages: [{ content: textAt(50, 700, 'Text'), extra: `/AA << /O ${action} >>` }],
    catalogue: `/OpenAction ${action} /AA << /WC << /S /Launch /F (calc.exe) >> >> /Names << /JavaScript << /Names [(a) ${action}] >> >>`,
  });
}

export function giantMediaBox(): Uint8Array {
  return makePdf({ pages: [{ content: textAt(50, 700, 'Text'), mediaBox: '[0 0 1000000000 1000000000]' }] });
}

/** An image that claims 100,000 by 100,000 points. */
export function giantImage(): Uint8Array {
  const image = stream(
    Buffer.alloc(1_000),
    1,
    '/Type /XObject /Subtype /Image /Width 100000 /Height 100000 /BitsPerComponent 8 /ColorSpace /DeviceRGB',
  );
  const content = `q 500 0 0 500 0 0 cm /Im Do Q ${textAt(50, 700, 'Text')}`;
  return makePdf({ pages: [{ content, resources: '/XObject << /Im 20 0 R >>' }], objects: [image] });
}

function withPages(tree: string, objects: Readonly<Record<number, string>> = {}): Uint8Array {
  const numbered = new Map<number, string>([
    [1, '<< /Type /Catalog /Pages 2 0 R >>'],
    [2, `<< /Type /Pages ${tree} >>`],
    [5, '<< >>'],
    [100, '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Contents 101 0 R >>'],
    [101, stream('')],
  ]);
  for (const [number, object] of Object.entries(objects)) numbered.set(Number(number), object);
  return assemble(numbered);
}
