import { readXml } from './xml.js';

/** How a cell's number is meant. */
export type NumberKind = 'date' | 'time' | 'date-time' | 'percent' | 'plain';

export interface CellFormat {
  kind: NumberKind;
  /** White type on no filling. */
  invisible: boolean;
}

const DAY = 86_400_000;
/** Day 0 of the two calendars, in days before 1970. */
const EPOCH_1900 = 25_569;
const EPOCH_1904 = 24_107;

/** The formats of a workbook's cells, in the order in which cells refer to them. */
export function readFormats(source: string): CellFormat[] {
  const custom = new Map<string, string>();
  const whiteFonts: boolean[] = [];
  const filled: boolean[] = [];
  const formats: CellFormat[] = [];
  let list = '';
  readXml(source, {
    open(name, attributes) {
      if (/^(?:fonts|fills|cellXfs|cellStyleXfs|dxfs)$/.test(name)) list = name;
      if (name === 'numFmt') custom.set(attributes.numFmtId ?? '', attributes.formatCode ?? '');
      if (name === 'font' && list === 'fonts') whiteFonts.push(false);
      if (name === 'color' && list === 'fonts')
        whiteFonts[whiteFonts.length - 1] = /^(?:..)?f{6}$/i.test(attributes.rgb ?? '');
      if (name === 'patternFill' && list === 'fills')
        filled.push(!/^(?:none|)$/.test(attributes.patternType ?? ''));
      if (name === 'xf' && list === 'cellXfs') {
        const id = attributes.numFmtId ?? '0';
        const invisible =
          whiteFonts[Number(attributes.fontId)] === true && filled[Number(attributes.fillId)] !== true;
        formats.push({ kind: kindOf(Number(id), custom.get(id)), invisible });
      }
    },
  });
  return formats;
}

/** Number formats 14 to 22 and 45 to 47 are built in as dates and times, 9 and 10 as percentages (ECMA-376, 18.8.30). */
function kindOf(id: number, code: string | undefined): NumberKind {
  if (code !== undefined) {
    const bare = code.replace(/"[^"]*"|\\.|\[[^\]]*\]|_./g, '');
    const [date, time] = [/[yd]|mmm/i.test(bare), /[hs]/i.test(bare)];
    if (date || time) return date ? (time ? 'date-time' : 'date') : 'time';
    return bare.includes('%') ? 'percent' : 'plain';
  }
  if (id >= 14 && id <= 17) return 'date';
  if (id === 22) return 'date-time';
  if ((id >= 18 && id <= 21) || (id >= 45 && id <= 47)) return 'time';
  return id === 9 || id === 10 ? 'percent' : 'plain';
}

/** A cell's number as text: dates as ISO 8601, percentages with their sign, others without rounding noise. */
export function formatNumber(value: string, kind: NumberKind, from1904: boolean): string {
  const number = Number(value);
  if (value.trim() === '' || !Number.isFinite(number)) return value;
  if (kind === 'percent') return `${tidy(number * 100)}%`;
  if (kind === 'plain' || number < 0 || number > 3_000_000) return tidy(number);
  const date = new Date(Math.round((number - (from1904 ? EPOCH_1904 : EPOCH_1900)) * DAY));
  const [day = '', time = ''] = date.toISOString().slice(0, 19).split('T');
  if (kind === 'time') return time;
  return kind === 'date' || (kind === 'date-time' && time === '00:00:00') ? day : `${day} ${time}`;
}

function tidy(number: number): string {
  return String(Number(number.toPrecision(15)));
}
