import { readFile } from 'node:fs/promises';
import { parsePdf } from './pdf/pdf.js';

/** `node dist/subgraphs/documents/parsers/dump.js [--boxes|--json] FILES…` prints what the parsers make of files. */
const files = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const boxes = process.argv.includes('--boxes');

for (const file of files) {
  const document = await parsePdf(new Uint8Array(await readFile(file))).catch((error: unknown) => error);
  if (process.argv.includes('--json') || document instanceof Error) {
    console.log(document instanceof Error ? `${file}: ${document}` : JSON.stringify(document, null, 1));
    continue;
  }
  const parsed = document as Awaited<ReturnType<typeof parsePdf>>;
  for (const page of parsed.pages) {
    console.log(`== ${file} page ${page.number}`);
    const characters = [...page.text];
    for (const line of page.lines) {
      const cells = line.cells.map(({ start, end, box }) => {
        const text = characters.slice(start, end).join('');
        return boxes ? `${text} [${box.map(Math.round).join(' ')}]` : text;
      });
      console.log(cells.join(' | '));
    }
  }
  for (const { carrier, text, page } of parsed.hidden)
    console.log(`-- hidden (${carrier}, page ${page}): ${text}`);
}
