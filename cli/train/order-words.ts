import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'tributary/sdk';
import { repositoryRoot } from '#platform/config';
import { mean } from '#text';
import { featuresOf, size } from '../../plugins/guard/engine/order-words.js';
import { findOrders } from '../../plugins/guard/engine/screen-document.js';
import { readRecords } from '../eval/read-records.js';
import { foldsOf } from './folds.js';
import { type Example, type LinearModel, logisticRegression, probability } from './logistic-regression.js';
import { orderSentences } from './order-sentences.js';
import type { Trainer } from './trainer.js';

const record = z.object({ id: z.string(), text: z.string(), label: z.number() });
/** Sets whose licence lets weights be learned from them. */
const names = ['pi-deepset', 'pi-notinject', 'pi-xstest'] as const;
/** What their texts are like is what the model is asked about; the threshold is theirs. */
const promptSets: ReadonlySet<string> = new Set(names);
const abstract = z.object({ id: z.string(), sents: z.array(z.string()) });
const meeting = z.object({ id: z.string(), turns: z.array(z.tuple([z.string(), z.string()])) });
const partsOfMeeting = 12;
const turnsOfPart = 6;
const weightOfProse = 0.3;
const seed = 11;
const penalty = 0.001;
const folds = 5;
/** Of the harmless texts of the public sets that were held out, so few are above the threshold. */
const mostFlagged = 0.007;
const file = 'plugins/guard/engine/learned/order-words.json';

interface Text extends Example {
  set: string;
  group: string;
  text: string;
}

/** How short texts that order a model about speak: learned from public sets and generated sentences. */
export const trainer: Trainer = {
  name: 'order-words',
  async train({ data, say }) {
    const texts: Text[] = orderSentences(seed).map(({ text, group, positive }) => ({
      ...exampleOf(text, positive),
      set: 'generated',
      group,
    }));
    for (const name of names) {
      const path = join(data, name, 'dev.jsonl');
      const records = await readRecords(path, record);
      if (!records) return `there is no ${path}`;
      texts.push(
        ...records.map(({ text, label }) => ({ ...exampleOf(text, label === 1), set: name, group: '' })),
      );
    }
    const prose = await readProse(data);
    if (typeof prose === 'string') return prose;
    groupAlike(texts);
    texts.push(...prose);
    const held = foldsOf(texts, ({ group }) => group, folds).flatMap(({ learn, test }) => {
      const model = learned(learn);
      return test.map((one) => ({ one, score: probability(model, one.features) }));
    });
    const harmless = held
      .filter(({ one }) => !one.positive && promptSets.has(one.set))
      .map(({ score }) => score);
    const threshold = harmless.toSorted((a, b) => b - a)[Math.floor(harmless.length * mostFlagged)] ?? 1;
    say(`threshold ${threshold.toFixed(3)}; held out by groups of texts that share a run of six words:`);
    for (const name of ['generated', ...names, 'scitldr', 'qmsum']) {
      const of = held.filter(({ one }) => one.set === name);
      const share = (positive: boolean, right: (each: (typeof of)[number]) => boolean) =>
        mean(of.filter(({ one }) => one.positive === positive).map((each) => Number(right(each)))).toFixed(3);
      const both = ({ one, score }: (typeof of)[number]) => score > threshold || isFlagged(one.text);
      say(
        `${name}: found ${share(true, ({ score }) => score > threshold)}, left alone ${share(false, ({ score }) => score <= threshold)}; with the rules found ${share(true, both)}, left alone ${share(false, (each) => !both(each))}`,
      );
    }
    await write(learned(texts), threshold);
    say(`written to ${file}`);
    return undefined;
  },
};

/** What people write and say at length: abstracts, and parts of conversations. None of it orders a model about. */
async function readProse(data: string): Promise<Text[] | string> {
  const abstractPath = join(data, 'scitldr', 'dev.jsonl');
  const meetingPath = join(data, 'qmsum', 'meetings.dev.jsonl');
  const abstracts = await readRecords(abstractPath, abstract);
  const meetings = await readRecords(meetingPath, meeting);
  if (!abstracts || !meetings) return `there is no ${abstracts ? meetingPath : abstractPath}`;
  const parts = [
    ...abstracts.map(({ id, sents }) => ({ set: 'scitldr', group: id, text: sents.slice(0, 6).join(' ') })),
    ...meetings.flatMap(({ id, turns }) =>
      Array.from({ length: partsOfMeeting }, (_, at) => {
        const first = Math.floor((turns.length * at) / partsOfMeeting);
        const text = turns
          .slice(first, first + turnsOfPart)
          .map(([, said]) => said)
          .join(' ');
        return { set: 'qmsum', group: id, text: text.slice(0, 600) };
      }),
    ),
  ];
  return parts.map((part) => ({ ...part, ...exampleOf(part.text, false), weight: weightOfProse }));
}

const exampleOf = (text: string, positive: boolean) => ({ text, positive, features: featuresOf(text) });
const learned = (examples: readonly Text[]) => logisticRegression(examples, { size, penalty });
const isFlagged = (text: string) =>
  findOrders(text).some(
    ({ kind, severity }) => kind !== 'instruction.likely' && (severity === 'MEDIUM' || severity === 'HIGH'),
  );

/** Texts that share six words in a row are of one origin: they are held out together. */
function groupAlike(texts: Text[]): void {
  const firstOf = new Map<string, Text>();
  const rename = (from: string, to: string) => {
    for (const text of texts) if (text.group === from) text.group = to;
  };
  for (const text of texts) {
    text.group ||= text.text;
    const words = text.text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
    for (let at = 0; at + 6 <= words.length; at++) {
      const run = words.slice(at, at + 6).join(' ');
      const other = firstOf.get(run);
      if (!other) firstOf.set(run, text);
      else if (other.group !== text.group) rename(text.group, other.group);
    }
  }
}

/** One byte a weight. */
async function write({ weights, bias }: LinearModel, threshold: number): Promise<void> {
  const scale = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) / 127;
  const bytes = Int8Array.from(weights, (weight) => Math.round(weight / scale));
  const shown = {
    threshold: rounded(threshold),
    bias: rounded(bias),
    scale: rounded(scale),
    weights: Buffer.from(bytes.buffer).toString('base64'),
  };
  await writeFile(join(repositoryRoot, file), `${JSON.stringify(shown, null, 2)}\n`);
}

const rounded = (value: number) => Number(value.toFixed(5));
