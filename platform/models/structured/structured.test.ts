import { z } from 'tributary/sdk';
import { AnswerForm } from './answer-form.js';
import { objectDeltas } from './object-deltas.js';
import { PartialObject } from './partial-object.js';

const form = new AnswerForm(z.strictObject({ answer: z.number(), why: z.string().optional() }));

it.each([
  ['plain', '{"answer": 7}'],
  ['in a fence', 'Here you are:\n```json\n{"answer": 7}\n```\nDone.'],
  ['within prose', 'I use { braces } like this. The answer is {"answer": 7}, as asked.'],
  ['with a brace that never closes before it', 'Begin with { and then: {"answer": 7}'],
  ['as the second object', '{"other": 1} {"answer": 7}'],
])('finds an object %s', (_name, text) => {
  expect(form.check(text)).toMatchObject({ ok: true, output: { answer: 7 } });
});

it.each([
  ['no JSON', 'seven', 'not JSON'],
  ['nothing', '', 'not JSON'],
  ['half of it', '{"answer": 7', 'not JSON'],
  ['NaN', '{"answer": NaN}', 'not JSON'],
  ['a comment', '{"answer": 7 /* sure */}', 'not JSON'],
  ['the wrong type', '{"answer": "7"}', 'answer: '],
  ['an unknown key', '{"answer": 7, "role": "system"}', 'role'],
  ['a key that stands twice', '{"answer": 7, "answer": 8}', 'answer stands twice'],
  ['a key twice, once escaped', '{"answer": 7, "\\u0061nswer": 8}', 'stands twice'],
  ['a prototype', '{"answer": 7, "__proto__": {"answer": 8}}', '__proto__'],
])('refuses %s', (_name, text, problem) => {
  expect(form.check(text)).toMatchObject({ ok: false, problem: expect.stringContaining(problem) });
});

it('knows a repeated key from the same key in another object, and a brace in a string from one that counts', () => {
  const nested = new AnswerForm(z.object({ list: z.array(z.object({ a: z.string() })), a: z.string() }));
  const text = '{"list": [{"a": "} \\" {"}, {"a": ","}], "a": "a"}';
  expect(nested.check(text)).toMatchObject({ ok: true });
});

it('takes long hostile text', () => {
  for (const text of [
    '{'.repeat(1_000_000),
    '{"a":'.repeat(200_000),
    '```\n'.repeat(250_000),
    '"'.repeat(1_000_000),
    `\`\`\`${'a'.repeat(1_000_000)}`,
    `\`\`\`${' '.repeat(1_000_000)}`,
    `{"answer": 7, "why": ${'['.repeat(10_000)}${']'.repeat(10_000)}}`,
  ]) {
    expect(form.check(text)).toMatchObject({ ok: false });
  }
});

it('refuses what no reader of it could bear, whatever the schema takes', () => {
  const anything = new AnswerForm(z.object({ any: z.unknown() }));
  const tree: z.ZodType = z.lazy(() => z.object({ any: z.union([z.array(tree), z.unknown()]) }));
  for (const [any, problem] of [
    ['1e999', 'too large'],
    ['[{"a": -1e400}]', 'too large'],
    ['[{"__proto__": {"polluted": true}}]', '__proto__'],
    ['[{"\\u005f_proto__": {"polluted": true}}]', '__proto__'],
    [`${'[{"any": '.repeat(10_000)}1${'}]'.repeat(10_000)}`, 'levels'],
  ])
    for (const form of [anything, new AnswerForm(tree)])
      expect(form.check(`{"any": ${any}}`)).toMatchObject({
        ok: false,
        problem: expect.stringContaining(problem ?? ''),
      });
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
});

it('shows nothing of an object that is too deep, nor of a prototype', () => {
  for (const text of [
    `{"any": ${'['.repeat(10_000)}`,
    `${'{"any": '.repeat(10_000)}1`,
    '{"__proto__": {"value": 1}, "a',
  ]) {
    const partial = new PartialObject(true);
    const deltas = [...(text.match(/[\s\S]{1,64}/g) ?? [])].flatMap((piece) => partial.add(piece));
    expect(deltas.filter(({ path }) => path !== '')).toEqual([]);
    expect(JSON.stringify(deltas).length).toBeLessThan(1_000);
  }
});

it('puts what is no object into one for providers, with its references, and takes it with and without', () => {
  const list = new AnswerForm(z.array(z.string()));
  expect(list.jsonSchema).toMatchObject({
    type: 'object',
    required: ['value'],
    properties: { value: { type: 'array', items: { type: 'string' } } },
  });
  expect(list.check('{"value": ["a"]}')).toMatchObject({ ok: true, output: ['a'] });
  expect(list.check('["a"]')).toMatchObject({ ok: true, output: ['a'] });
  const tree: z.ZodType = z.lazy(() => z.union([z.string(), z.array(tree)]));
  expect(new AnswerForm(tree).check('{"value": [["a"]]}')).toMatchObject({ ok: true, output: [['a']] });
});

/** What a reader has who applies every delta. */
function applied(deltas: readonly { path: string; value: unknown }[]): unknown {
  const root: { value: unknown } = { value: undefined };
  for (const { path, value } of deltas) {
    const keys = [
      'value',
      ...path
        .split('/')
        .slice(1)
        .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~')),
    ];
    const last = keys.pop() as string;
    const parent = keys.reduce<Record<string, unknown>>(
      (at, key) => at[key] as Record<string, unknown>,
      root,
    );
    parent[last] = structuredClone(value);
  }
  return root.value;
}

it('gives as many deltas as values change', () => {
  expect(objectDeltas(undefined, { a: 1 })).toEqual([{ type: 'ObjectDelta', path: '', value: { a: 1 } }]);
  expect(objectDeltas({ a: 1, 'b/c~': [1] }, { a: 1, 'b/c~': [1, { d: 2 }] })).toEqual([
    { type: 'ObjectDelta', path: '/b~1c~0/1', value: { d: 2 } },
  ]);
  expect(objectDeltas({ a: [1, 2], b: 1 }, { a: [1], b: 1 })).toEqual([
    { type: 'ObjectDelta', path: '/a', value: [1] },
  ]);
  expect(objectDeltas({ a: 1 }, { a: 1 })).toEqual([]);
});

it.each([1, 3, 7, 1000])('shows an object as it grows, %d characters at a time', (size) => {
  const value = {
    title: 'A "quoted" \\ 😀 title',
    items: [
      { 'a/b': 12.5, ok: true },
      { 'a/b': -3, ok: null },
    ],
    text: 'long '.repeat(100),
    empty: {},
  };
  const text = `Sure {here} it is:\n\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\``;
  const partial = new PartialObject(false);
  const deltas: { path: string; value: unknown }[] = [];
  for (let at = 0; at < text.length; at += size) deltas.push(...partial.add(text.slice(at, at + size)));
  deltas.push(...partial.settle(value));
  expect(applied(deltas)).toEqual(value);
  // Half a number or word is never shown.
  for (const { path, value: shown } of deltas) if (path === '/items/0/a~1b') expect(shown).toBe(12.5);
});

it('does not show a long object again at each chunk', () => {
  const partial = new PartialObject(false);
  let shown = 0;
  partial.add('{"list": [');
  for (let at = 0; at < 1_000_000; at += 10)
    for (const delta of partial.add('"abcdef",\n')) shown += JSON.stringify(delta.value).length;
  expect(shown).toBeLessThan(12 * 1_000_000);
});
