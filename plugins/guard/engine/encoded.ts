import { codePointLength } from 'tributary/text';
import type { Finding } from './finding.js';
import { findMarkers } from './markers.js';
import { findInstructions } from './match-phrases.js';
import { signsOfCode } from './signs-of-code.js';

const base64 = /(?<![A-Za-z0-9+/=_-])[A-Za-z0-9+/_-]{20,4096}={0,2}/gu;
const hex = /(?<![\p{L}\p{N}])(?:[0-9a-f]{2}[ :]?|\\x[0-9a-f]{2}|%[0-9a-f]{2}){16,2048}(?![\p{L}\p{N}])/giu;
const mostTried = 200;

/** Instructions written in base64 or hexadecimal digits: what decodes to text is read by the same rules. */
export function findEncoded(text: string): Finding[] {
  const found: Finding[] = [];
  const tryAll = (pattern: RegExp, form: string, decode: (written: string) => Buffer) => {
    let tried = 0;
    for (const match of text.matchAll(pattern)) {
      if (++tried > mostTried) return;
      const decoded = readable(decode(match[0]));
      if (decoded === null || !carriesInstruction(decoded)) continue;
      const [start, end] = [match.index, match.index + match[0].length];
      found.push({
        kind: 'instruction.encoded',
        severity: 'HIGH',
        rule: `guard.encoded-${form}`,
        version: 1,
        start,
        end,
      });
    }
  };
  const { isBase64, isHex } = signsOfCode(text);
  if (isBase64) tryAll(base64, 'base64', (written) => Buffer.from(written, 'base64'));
  if (isHex) tryAll(hex, 'hex', (written) => Buffer.from(written.replace(/[^0-9a-f]/giu, ''), 'hex'));
  return found;
}

function readable(bytes: Buffer): string | null {
  if (bytes.length < 12) return null;
  const text = bytes.toString('utf8');
  const letters = text.match(/[\p{L} ]/gu)?.length ?? 0;
  // Words with what a call of a tool has between them; bytes of a picture or a key are no such text.
  const printable = text.match(/[\p{L}\p{N}\p{P}\p{S}\s]/gu)?.length ?? 0;
  const length = codePointLength(text);
  return letters > 0.8 * length || (letters > 0.5 * length && printable === length) ? text : null;
}

function carriesInstruction(text: string): boolean {
  return findInstructions(text).length > 0 || findMarkers(text).length > 0;
}
