import { AppError, isErrorCode } from 'tributary/sdk';
import { ParsePool } from '../pool/parse-pool.js';
import { makeDocx, makeXlsx, paragraph } from './make-office.js';
import { makePdf, textAt } from './make-pdf.js';

const ROUNDS = 200;
const TIME_MS = 110_000;

const text = (content: string) => new TextEncoder().encode(content);
const FIXTURES: readonly [name: string, bytes: Uint8Array][] = [
  [
    'a.pdf',
    makePdf({
      pages: [
        { content: textAt(50, 700, 'Invoice 1') + textAt(300, 700, '10,00') },
        { content: textAt(9, 9, 'two') },
      ],
    }),
  ],
  ['a.docx', makeDocx(`${paragraph('Text')}<w:tbl><w:tr><w:tc>${paragraph('a')}</w:tc></w:tr></w:tbl>`)],
  ['a.xlsx', makeXlsx([{ name: 'A', rows: '<row><c t="s"><v>0</v></c><c><v>4</v></c></row>' }], ['x'])],
  ['a.html', text('<table><tr><td style="color:#fff">x<td>y</table><p>z')],
  [
    'a.eml',
    text(
      'From: a@example.com\r\nSubject: =?utf-8?Q?x?=\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b--',
    ),
  ],
  ['a.md', text('# T\n\n| a | b |\n|---|---|\n| *1* | `2` |\n')],
  ['a.csv', text('a;b;c\n"1;2";3;4\n5;6;7')],
  ['a.json', text('{"a":[1,2,{"b":"\\u00e4"}]}')],
];

/** Mulberry32: the same mutations in every run. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function mutate(bytes: Uint8Array, random: () => number): Uint8Array {
  const below = (limit: number) => Math.floor(random() * limit);
  let mutated = Buffer.from(bytes);
  for (let count = 1 + below(8); count > 0; count -= 1) {
    const [at, length] = [below(mutated.length), 1 + below(40)];
    const kind = below(4);
    if (kind === 0) mutated[at] = below(256);
    else if (kind === 1) mutated = Buffer.concat([mutated.subarray(0, at), mutated.subarray(at + length)]);
    else if (kind === 2)
      mutated = Buffer.concat([
        mutated.subarray(0, at),
        mutated.subarray(at, at + length),
        mutated.subarray(at),
      ]);
    else mutated = mutated.subarray(0, Math.max(at, 4));
    if (mutated.length === 0) break;
  }
  return new Uint8Array(mutated);
}

test(`${ROUNDS} damaged files: each is read or refused with a code, in time`, async () => {
  const pool = new ParsePool({ threads: 2, timeoutMs: 10_000, memoryMb: 512 });
  pool.start();
  const random = randomFrom(20_261_122);
  const signal = AbortSignal.timeout(TIME_MS);
  const read = async ([name, bytes]: readonly [string, Uint8Array]) => {
    try {
      await pool.parse(mutate(bytes, random), { name, mediaType: null }, signal);
      return 'READ';
    } catch (error) {
      return error instanceof AppError && isErrorCode(error.code) ? error.code : `${name}: ${error}`;
    }
  };
  const rounds = Array.from({ length: ROUNDS }, (_, at) => read(FIXTURES[at % FIXTURES.length]!));
  const outcomes = new Set(await Promise.all(rounds));
  await pool.stop();
  const expected = [
    'READ',
    'DOCUMENT_BROKEN',
    'DOCUMENT_EMPTY',
    'DOCUMENT_ENCRYPTED',
    'NEEDS_OCR',
    'PARSE_LIMIT',
    'UNSUPPORTED_MEDIA_TYPE',
  ];
  expect([...outcomes].filter((outcome) => !expected.includes(outcome))).toEqual([]);
});
