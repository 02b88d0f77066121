import { existsSync } from 'node:fs';
import { AppError } from 'tributary/sdk';
import { parseDocument } from '../parse-document.js';
import { ParsePool } from '../pool/parse-pool.js';
import {
  activePdf,
  giantImage,
  giantMediaBox,
  lyingCount,
  millionPages,
  selfDrawingForm,
  selfReferentialTree,
  stackedFilters,
  xrefLoop,
} from './hostile.js';
import { hostileArchives } from './hostile-archives.js';
import { makeDocx, paragraph } from './make-office.js';

const hint = { name: 'file', mediaType: null };
const MB = 1024 * 1024;

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'READ',
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  );
}

test.each(hostileArchives)('an archive is refused: $name', async ({ make, code }) => {
  expect(await codeOf(parseDocument(make(), hint))).toBe(code);
});

test.each(['../../escaped', '/tmp/tributary-escaped', '..\\escaped', 'a\0b', 'word/x:stream', 'C:\\escaped'])(
  'the name %j in an archive is only a name',
  async (name) => {
    const bytes = makeDocx(paragraph('Text'), {}, [{ name, content: 'escaped' }]);
    expect((await parseDocument(bytes, hint)).pages[0]!.text).toBe('Text');
    expect(existsSync('../../escaped') || existsSync('/tmp/tributary-escaped') || existsSync('escaped')).toBe(
      false,
    );
  },
);

test('a relation that points outside of the archive is not followed', async () => {
  const relations =
    '<Relationships><Relationship Id="r" Type="x/header" Target="../../../../../etc/passwd"/><Relationship Id="s" Type="x/header" TargetMode="External" Target="file:///etc/passwd"/></Relationships>';
  const bytes = makeDocx(paragraph('Text'), { 'word/_rels/document.xml.rels': relations });
  expect(JSON.stringify(await parseDocument(bytes, hint))).not.toContain('root:');
});

describe('PDF', () => {
  const pool = new ParsePool({ threads: 2, timeoutMs: 40_000, memoryMb: 128 });
  const read = (bytes: Uint8Array) => pool.parse(bytes, hint, new AbortController().signal);
  beforeAll(() => pool.start());
  afterAll(() => pool.stop());

  test.each([
    ['five filters over 200 MB', () => stackedFilters(200 * MB), /^PARSE_LIMIT$/],
    ['one page a million times', millionPages, /^PARSE_LIMIT$/],
    [
      'a page tree that contains itself',
      selfReferentialTree,
      /^(?:DOCUMENT_BROKEN|DOCUMENT_EMPTY|PARSE_LIMIT)$/,
    ],
    ['a false number of pages', lyingCount, /^(?:DOCUMENT_BROKEN|DOCUMENT_EMPTY|PARSE_LIMIT)$/],
    ['a form that draws itself', selfDrawingForm, /^(?:DOCUMENT_BROKEN|DOCUMENT_EMPTY|PARSE_LIMIT)$/],
    ['a cross-reference loop', xrefLoop, /^(?:READ|DOCUMENT_BROKEN)$/],
    ['a page of 10^9 by 10^9 points', giantMediaBox, /^READ$/],
    ['an image of 10^10 points', giantImage, /^READ$/],
  ])('%s', async (_name, make, code) => {
    expect(await codeOf(read(make()))).toMatch(code);
    expect((await read(new TextEncoder().encode('still here'))).pages[0]!.text).toBe('still here');
  });

  test('scripts and actions are not run', async () => {
    const document = await parseDocument(activePdf(), hint);
    expect(document.pages[0]!.text).toBe('Text');
    expect('owned' in globalThis).toBe(false);
  });
});

test.each([
  [
    'billion laughs',
    `<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">${Array.from({ length: 9 }, (_, at) => `<!ENTITY ${'bcdefghij'[at]} "${`&${'abcdefghi'[at]};`.repeat(10)}">`).join('')}]><l>&j;</l>`,
  ],
  [
    'an external entity',
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
  ],
  ['an SVG with a script', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
])('%s is stored as the text that it is', async (_name, source) => {
  const document = await parseDocument(new TextEncoder().encode(source), {
    name: 'a.svg',
    mediaType: 'image/svg+xml',
  });
  expect(document.mediaType).toBe('text/plain');
  expect(document.pages[0]!.text).toBe(source);
});

test('entities in an office file are refused', async () => {
  const laughs =
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:hdr><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:hdr>';
  const bytes = makeDocx(paragraph('Text'), { 'word/header1.xml': laughs });
  expect(await codeOf(parseDocument(bytes, hint))).toBe('DOCUMENT_BROKEN');
});

test('brackets nested without end are broken JSON or text', async () => {
  const deep = new TextEncoder().encode('['.repeat(1_000_000));
  expect(await codeOf(parseDocument(deep, { name: 'a.json', mediaType: null }))).toBe('DOCUMENT_BROKEN');
});
