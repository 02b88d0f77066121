import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { AppError, type ParsedDocument } from 'tributary/sdk';
import { parseDocument } from './parse-document.js';

/** `node dist/subgraphs/documents/parsers/dump.js [--boxes|--json] FILES…` prints what the parsers make of files. */
const files = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const boxes = process.argv.includes('--boxes');

for (const file of files) {
  try {
    const document = await parseDocument(new Uint8Array(await readFile(file)), {
      name: basename(file),
      mediaType: null,
    });
    if (process.argv.includes('--json')) console.log(JSON.stringify(document, null, 1));
    else print(file, document);
  } catch (error) {
    console.log(error instanceof AppError ? `== ${file}: ${error.code} ${error.message}` : error);
  }
}

function print(file: string, { mediaType, title, pages, hidden, metadata }: ParsedDocument): void {
  console.log(`== ${file} (${mediaType}, title ${title})`);
  for (const { number, text, lines } of pages) {
    console.log(`-- page ${number}`);
    const characters = [...text];
    const cellsOf = (line: (typeof lines)[number]) =>
      line.cells.map(
        ({ start, end, box }) =>
          `${characters.slice(start, end).join('')} [${box.map(Math.round).join(' ')}]`,
      );
    const shown =
      boxes && lines.length > 0 ? lines.map((line) => cellsOf(line).join(' | ')).join('\n') : text;
    console.log(shown.replaceAll('\t', ' | '));
  }
  for (const { carrier, text, page } of hidden) console.log(`-- hidden (${carrier}, page ${page}): ${text}`);
  console.log(`-- metadata ${JSON.stringify(metadata)}`);
}
