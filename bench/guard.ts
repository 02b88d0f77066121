import { checkText } from '../plugins/guard/engine/check-text.js';
import { policy } from '../plugins/guard/engine/policy.js';
import { screenDocument } from '../plugins/guard/engine/screen-document.js';
import { type Benchmark, type Figure, figure, percentile } from './benchmark.js';
import { prose } from './prose.js';

const chunkCharacters = 8 * 1024;
const chunks = 120;
const rounds = 5;
const hostileCharacters = 100_000;
/** What, repeated, makes a careless pattern take quadratic time. */
const hostile: Readonly<Record<string, string>> = {
  'a@a@a@': 'a@',
  'a long number': '1',
  'digits apart': '1 ',
  'digits with hyphens': '1-',
  'long base64': 'QUJD',
  'unclosed tags': '<div style="display:none">',
  'open comments': '<!--',
  'nested brackets': '[[CALL ',
  'half links': '![a](http://',
  'addresses without an end': 'http://a',
  'orders in a row': 'ignore all ',
  'zero-width characters': 'a\u200b',
  'full-width digits': '４',
};

/** How fast the guard reads, with all of its rules, and what it makes of texts that are made to stop it. */
export const guard: Benchmark = {
  name: 'guard',
  about: 'all rules of the guard: prose, invoices and letters in parts of 8 KB, then 100 KB of hostile texts',
  async run(say) {
    const texts = mixed();
    const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
    const whole = (text: string) => screenDocument([{ number: 1, text, lines: [] }], []);
    for (const text of texts) whole(text);
    say('8 KB of mixed text');
    const best = Math.min(
      ...Array.from({ length: rounds }, () => processorTimeOf(() => texts.map((text) => whole(text)))),
    );
    const screened = texts.map((text) => leastTimeOf(() => whole(text)));
    const checked = texts.map((text) => leastTimeOf(() => checkText(text, 'DOCUMENT', policy)));
    return [
      figure('mixed text, a processor', bytes / 1_000 / best, 'MB/s', { wanted: { atLeast: 5 } }),
      figure('8 KB screened, 99th percentile', percentile(screened, 0.99), 'ms', { wanted: { atMost: 5 } }),
      figure('8 KB checked, 99th percentile', percentile(checked, 0.99), 'ms', { wanted: { atMost: 5 } }),
      ...Object.entries(hostile).flatMap(([name, part]): Figure[] => {
        say(name);
        const ms = hostileTime(part, hostileCharacters);
        const double = hostileTime(part, 2 * hostileCharacters);
        return [
          figure(`100 KB of ${name}`, ms, 'ms', { wanted: { atMost: 50 } }),
          figure(`200 KB of ${name} against 100 KB`, double / ms, 'times'),
        ];
      }),
    ];
  },
};

function hostileTime(part: string, characters: number): number {
  const text = part.repeat(Math.ceil(characters / part.length)).slice(0, characters);
  return leastTimeOf(() => checkText(text, 'DOCUMENT', policy));
}

/** The least of several times: what else the machine does only adds to one. */
function leastTimeOf(work: () => unknown): number {
  return Math.min(...Array.from({ length: rounds }, () => timeOf(work)));
}

/** In ms of a processor, which is what a figure a core means on a busy machine, too. */
function processorTimeOf(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

function timeOf(work: () => unknown): number {
  const began = performance.now();
  work();
  return performance.now() - began;
}

/** Prose with what business papers hold: addresses, numbers with check digits, rows, other languages. */
function mixed(): string[] {
  return Array.from({ length: chunks }, (_, at) => {
    const papers = [
      `Rechnung RE-${1000 + at} vom 03.05.2031, zahlbar bis 17.05.2031 auf DE89 3704 0044 0532 0130 00.`,
      `Contact: ada.${at}@example.org, +49 30 901820, https://example.org/orders?id=${at}`,
      `| ${at} | Größe M, blau | 12 | 7,50 € | 90,00 € |\n`.repeat(6),
      '<p>Thank you for your order.</p> If you have any questions, just reply to this message.',
    ];
    const parts = Array.from(
      { length: 10 },
      (_each, part) => `${prose(at * 10 + part, 130)}\n\n${papers[part % 4]}`,
    );
    return parts.join('\n\n').slice(0, chunkCharacters);
  });
}
