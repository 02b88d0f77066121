import { getEncoding } from 'js-tiktoken';
import type { RenderedMessage, Segment } from '#platform/plugin-host';
import { codePointSlice } from '#text';
import { assemblePrompt } from './assemble-prompt.js';
import { estimateTokens } from './estimate-tokens.js';

const fixed = (text: string, source: Segment['source'] = 'system'): Segment => ({
  text,
  source,
  id: null,
  priority: Infinity,
  keep: 'whole',
});
const part = (id: string, text: string, more: Partial<Segment> = {}): Segment => ({
  text,
  source: 'document',
  id,
  priority: 0,
  keep: 'start',
  ...more,
});
const user = (...segments: Segment[]): RenderedMessage[] => [{ role: 'user', segments }];
const sentences = (count: number, word = 'mill') =>
  Array.from({ length: count }, (_, at) => `Sentence ${at + 1} speaks of the old ${word}.`).join(' ');

it('knows of every span of the prompt where it came from, in code points', () => {
  const { messages, spans, truncated } = assemblePrompt(
    'ask@1',
    [
      { role: 'system', segments: [fixed('Answer 😀: ')] },
      ...user(fixed('Who?', 'user'), fixed('\n\n'), part('d1', 'The mill 🏭 stands.')),
    ],
    { maxTokens: 1000 },
  );
  const whole = messages.map(({ content }) => content).join('');
  expect(
    spans.map(({ message, source, id, start, end }) => [
      message,
      source,
      id,
      codePointSlice(whole, start, end),
    ]),
  ).toEqual([
    [0, 'system', null, 'Answer 😀: '],
    [1, 'user', null, 'Who?'],
    [1, 'system', null, '\n\n'],
    [1, 'document', 'd1', 'The mill 🏭 stands.'],
  ]);
  expect(truncated).toEqual([]);
});

it('leaves out what has the lowest priority, at the border of a sentence, and says how much', () => {
  const parts = [
    part('best', sentences(20), { priority: 2 }),
    part('next', sentences(20, 'wheel'), { priority: 1 }),
    part('last', sentences(20, 'oak')),
  ];
  const { messages, truncated, tokens } = assemblePrompt('ask@1', user(fixed('Read.'), ...parts), {
    maxTokens: 300,
  });
  const [{ content = '' } = {}] = messages;
  expect(tokens).toBeLessThanOrEqual(300);
  expect(content).toContain(sentences(20));
  expect(content).not.toContain('oak');
  expect(content).toMatch(/old wheel\.$/);
  expect(truncated).toEqual([
    { source: 'document', id: 'last', tokens: estimateTokens(sentences(20, 'oak')), dropped: true },
    { source: 'document', id: 'next', tokens: expect.any(Number), dropped: false },
  ]);
});

it('keeps the end, or all or nothing, where that is asked', () => {
  const end = assemblePrompt('ask@1', user(part('a', sentences(50), { keep: 'end' })), { maxTokens: 100 });
  expect(end.messages[0]?.content).toMatch(
    /^Sentence \d+ speaks[\s\S]*Sentence 50 speaks of the old mill\.$/,
  );
  const whole = assemblePrompt('ask@1', user(fixed('Read. '), part('a', sentences(50), { keep: 'whole' })), {
    maxTokens: 100,
  });
  expect(whole.messages[0]?.content).toBe('Read. ');
  expect(whole.truncated).toMatchObject([{ id: 'a', dropped: true }]);
});

it.each([
  ['one long sentence', 'word '.repeat(5000)],
  ['one long word', 'x'.repeat(50_000)],
  ['no spaces', '本合同自三月一日起生效'.repeat(2000)],
  ['pictures', '😀'.repeat(5000)],
])('cuts %s without breaking a character', (_name, text) => {
  const { messages, tokens } = assemblePrompt('ask@1', user(part('a', text)), { maxTokens: 200 });
  const content = messages[0]?.content ?? '';
  expect(tokens).toBeLessThanOrEqual(200);
  expect(content.length).toBeGreaterThan(50);
  expect(content.isWellFormed()).toBe(true);
  expect(text.startsWith(content)).toBe(true);
});

it('refuses what may not be cut and does not fit, and names the sizes', () => {
  const asking = () => assemblePrompt('ask@1', user(fixed(sentences(100), 'user')), { maxTokens: 100 });
  expect(asking).toThrow(
    expect.objectContaining({
      code: 'CONTEXT_TOO_LARGE',
      details: { prompt: 'ask@1', tokens: expect.any(Number), max: 100 },
    }),
  );
  const huge = () => assemblePrompt('ask@1', user(fixed('x'.repeat(5_000_000), 'user')), { maxTokens: null });
  expect(huge).toThrow(expect.objectContaining({ code: 'CONTEXT_TOO_LARGE', status: 413 }));
});

it('fits five megabytes of a document', () => {
  const { truncated } = assemblePrompt('ask@1', user(part('a', `${sentences(125_000)}`)), {
    maxTokens: 100_000,
  });
  expect(truncated).toMatchObject([{ id: 'a', dropped: false }]);
});

const encodings = [getEncoding('cl100k_base'), getEncoding('o200k_base')];
// The languages in which a contract may come; random letters can be underestimated by half.
it.each([
  [
    'English',
    'The contract begins on the first of March and renews itself by twelve months unless a party gives notice. ',
  ],
  [
    'German',
    'Der Vertrag beginnt am ersten März und verlängert sich stillschweigend um zwölf Monate, sofern er nicht gekündigt wird. ',
  ],
  [
    'French',
    'Le présent contrat est conclu pour une durée indéterminée. Chaque partie peut y mettre fin à tout moment. ',
  ],
  [
    'Spanish',
    'El contrato entrará en vigor el día primero de marzo y se prorrogará tácitamente por periodos de doce meses. ',
  ],
  [
    'Polish',
    'Umowa wchodzi w życie z dniem pierwszego marca i zostaje przedłużona na kolejne dwanaście miesięcy. ',
  ],
  [
    'Finnish',
    'Sopimus tulee voimaan ensimmäisenä päivänä maaliskuuta ja jatkuu automaattisesti kaksitoista kuukautta. ',
  ],
  [
    'Russian',
    'Договор вступает в силу первого марта и автоматически продлевается на следующие двенадцать месяцев. ',
  ],
  ['Greek', 'Η σύμβαση τίθεται σε ισχύ την πρώτη Μαρτίου και παρατείνεται αυτόματα για δώδεκα μήνες. '],
  ['Chinese', '本合同自三月一日起生效,除非任何一方提前三个月书面通知终止,否则自动延长十二个月。'],
  [
    'Japanese',
    '本契約は三月一日に発効し、いずれかの当事者が三か月前に書面で解約を通知しない限り延長される。',
  ],
  ['Korean', '본 계약은 3월 1일부터 효력이 발생하며 서면으로 해지를 통지하지 않는 한 자동으로 연장됩니다. '],
  ['Arabic', 'يبدأ سريان هذا العقد في الأول من مارس ويتجدد تلقائيا لمدة اثني عشر شهرا. '],
  ['Hindi', 'यह अनुबंध पहली मार्च से प्रभावी होगा और बारह महीने के लिए स्वतः नवीनीकृत होगा। '],
  ['program text', 'export function add(a: number, b: number): number {\n  return a + b;\n}\n'],
  ['JSON', '{"name": "tributary", "version": "1.0.0", "private": true, "items": [1, 2, 3]}\n'],
  ['numbers', '12345.67\t89\t1000000\n'],
  ['pictures', '😀🎉✅🚀 '],
])('never counts much less than a tokeniser: %s', (_name, text) => {
  const long = text.repeat(5);
  const estimated = estimateTokens(long);
  for (const encoding of encodings)
    expect(estimated).toBeGreaterThanOrEqual(encoding.encode(long).length * 0.95);
});
