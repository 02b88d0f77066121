import { type EnginePart, type ModelsService, z } from 'tributary/sdk';
import { extract } from './extract.js';

const text = 'Fee: EUR 120.00\nLead: Ada Byron\nDelivered in March 2026';
const schema = {
  type: 'object',
  properties: {
    fee: { type: 'number' },
    lead: { type: 'string' },
    month: { type: 'string' },
    budget: { type: 'number' },
  },
};
type Fields = { name: string; value: string; quote: string }[];

/** Runs the engine with a model that writes these fields one after another. */
async function read(fields: Fields, given: z.input<typeof extract.input> = { text, schema }) {
  const asked: { prompt: string; variables: Record<string, unknown> }[] = [];
  const models = {
    async *streamObject(request: { prompt: string; variables: Record<string, unknown> }) {
      asked.push(request);
      yield { type: 'ObjectDelta', path: '', value: { fields: [] } };
      for (const [at, field] of fields.entries())
        yield { type: 'ObjectDelta', path: `/fields/${at}`, value: field };
      return { fields };
    },
  } as unknown as ModelsService;
  const signal = new AbortController().signal;
  const engine = extract.model?.(
    extract.input.parse(given),
    { models, documents: {} as never },
    { runId: '', actor: 'user:1', signal },
  );
  const parts: EnginePart[] = [];
  for (;;) {
    const next = await engine?.next();
    if (!next || next.done) return { parts, end: next?.value, asked };
    parts.push(next.value);
  }
}

test('a model is told what is wanted, and each field is shown once it is checked', async () => {
  const { parts, end, asked } = await read([
    { name: 'fee', value: '120', quote: 'EUR 120.00' },
    { name: 'month', value: 'March 2026', quote: 'in March 2026' },
    { name: 'month', value: 'March 2026', quote: 'in March 2026' },
  ]);
  expect(asked[0]).toMatchObject({ prompt: 'extract-by-schema' });
  expect(String(asked[0]?.variables.wanted)).toContain('- fee (number)');
  expect(end).toMatchObject({ values: { fee: 120, lead: 'Ada Byron', month: 'March 2026' }, review: [] });
  const paths = parts.map((part) => (typeof part === 'object' && 'path' in part ? part.path : ''));
  expect(paths.filter((path) => path.startsWith('/fields/')).length).toBeGreaterThan(1);
  expect(JSON.stringify(parts)).not.toContain('"budget","value":9');
});

test('what the document does not say goes to a person', async () => {
  const { end } = await read([{ name: 'budget', value: '999', quote: 'Budget: 999' }]);
  expect(end).toMatchObject({
    type: 'NeedsReview',
    reason: 'budget: confidence 0.3',
    output: { values: { budget: 999 }, review: [{ field: 'budget', reason: 'confidence 0.3' }] },
  });
});

test('before a field counts nothing is shown, so that the built-in engine can still answer', async () => {
  const { parts } = await read([{ name: 'dragon', value: 'x', quote: 'Fee' }]);
  const shown = parts.slice(0, -1).filter((part) => typeof part === 'object' && part.type === 'ObjectDelta');
  expect(shown).toEqual([]);
});
