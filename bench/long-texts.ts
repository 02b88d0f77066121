import { z } from 'tributary/sdk';
import { assemblePrompt } from '../platform/models/context/assemble-prompt.js';
import { ServerSentEvents } from '../platform/models/providers/event-reader.js';
import { AnswerForm } from '../platform/models/structured/answer-form.js';
import { PartialObject } from '../platform/models/structured/partial-object.js';
import { type Benchmark, figure } from './benchmark.js';

const million = 1_000_000;
const hostile: readonly (readonly [string, string])[] = [
  ['open braces', '{'.repeat(million)],
  ['nested objects', '{"a":'.repeat(million / 5)],
  ['fences', '```\n'.repeat(million / 4)],
  ['quotes', '"'.repeat(million)],
];

/** What the longest and worst texts cost that a model or a document may bring. */
export const longTexts: Benchmark = {
  name: 'long-texts',
  about: 'the longest and worst texts that a model or a document may bring',
  async run() {
    const form = new AnswerForm(z.strictObject({ answer: z.number() }));
    const searched = hostile.map(([name, text]) =>
      timed(`an object sought in a million of ${name}`, 2000, () => form.check(text)),
    );
    return [
      ...searched,
      timed('an object of a million characters shown as it grows', 3000, grow),
      timed('a document of five megabytes cut to fit', 10_000, cut),
      timed('an event of 900,000 characters in packets of three', 1000, readEvent),
    ];
  },
};

function timed(name: string, atMost: number, work: () => unknown) {
  const began = performance.now();
  work();
  return figure(name, performance.now() - began, 'ms', { wanted: { atMost } });
}

function grow(): void {
  const partial = new PartialObject(false);
  partial.add('{"list": [');
  for (let at = 0; at < million; at += 10) partial.add('"abcdef",\n');
}

function cut(): void {
  const text = 'The river rises in the hills and flows. '.repeat(125_000);
  const segment = { text, source: 'document', id: 'a', priority: 1, keep: 'start' } as const;
  assemblePrompt('bench@1', [{ role: 'user', segments: [segment] }], { maxTokens: 100_000 });
}

function readEvent(): void {
  const event = `data: ${'x'.repeat(900_000)}\n\n`;
  const events = new ServerSentEvents();
  for (let at = 0; at < event.length; at += 3) events.read(event.slice(at, at + 3));
}
