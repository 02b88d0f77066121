import { plainPage } from '../engine/page-fixture.js';
import { assemble } from './assemble.js';
import { conform } from './conform.js';
import { ModelJoin } from './join-model.js';
import { readSchema } from './read-schema.js';
import { readValues } from './read-values.js';
import { patternFault } from './safe-pattern.js';
import type { SchemaNode } from './schema-node.js';

const reading = { dateOrder: 'DMY', decimal: ',' } as const;
function nodeOf(properties: object, more: object = {}): SchemaNode {
  const read = readSchema({ type: 'object', properties, ...more });
  if ('fault' in read) throw new RangeError(`${read.fault.pointer} ${read.fault.problem}`);
  return read.node;
}
const leaf = (schema: object): SchemaNode => nodeOf({ a: schema }).properties[0] as SchemaNode;

test.each([
  [{ type: 'number' }, '1.234,50 EUR', 1234.5],
  [{ type: 'integer' }, '12', 12],
  [{ type: 'integer' }, '12,5', undefined],
  [{ type: 'number', minimum: 0, exclusiveMaximum: 10 }, '10', undefined],
  [{ type: 'string', format: 'date' }, '3. März 2026', '2026-03-03'],
  [{ type: 'string', format: 'date' }, 'soon', undefined],
  [{ type: 'boolean' }, 'Ja', true],
  [{ type: 'boolean' }, 'perhaps', undefined],
  [{ enum: ['net-30', 'net-60'] }, 'Net 30', 'net-30'],
  [{ type: 'string', pattern: '^[A-Z]{2}-[0-9]+$' }, 'ab-1', undefined],
  [{ type: 'string', maxLength: 3 }, 'long', undefined],
  [{ type: 'array', items: { type: 'number' } }, ['1', 'x', '2'], [1, 2]],
  [{ anyOf: [{ type: 'number' }, { type: 'null' }] }, '7', 7],
])('%j makes %j to %j', (schema, value, expected) => {
  expect(conform(leaf(schema), value, reading)).toEqual(expected);
});

test.each([
  '(a+)+$',
  '(a|a)*$',
  '(?=a)b',
  String.raw`(a)\1`,
  '.*.*.*.*x',
  '((ab)*c)*',
  '(a{1,60}){1,60}',
  '[',
  'a'.repeat(201),
])('the expression %s is refused', (source) => {
  expect(patternFault(source)).not.toBeNull();
});

test.each(['^[A-Z]{2,4}-\\d+$', '^\\d{3}(-\\d{2})?$', '^(?:EUR|USD) \\d+\\.\\d{2}$', '[(+]?\\d+'])(
  'the expression %s is taken',
  (source) => {
    expect(patternFault(source)).toBeNull();
  },
);

test('what was not found is null where it may be, else left out, and told where it is required', () => {
  const node = nodeOf(
    {
      a: { type: 'string' },
      b: { type: ['string', 'null'] },
      c: { type: 'object', properties: { d: { type: 'string' }, e: { type: 'string' } }, required: ['d'] },
      f: { type: 'object', properties: { g: { type: 'string' } }, required: ['g'] },
    },
    { required: ['a', 'f'] },
  );
  expect(assemble(node, new Map([['c.e', 'x']]))).toEqual({
    values: { b: null, c: { e: 'x' } },
    missing: ['a', 'c.d', 'f'],
  });
});

test('nested names are told apart by what they belong to', () => {
  const page = plainPage(
    'INVOICE\nInvoice number: HB-1042\nInvoice date: 14 March 2026\nFrom: Harbour Supplies Ltd\nBill to: Meadow Studio Ltd\nTotal GBP 96.00\nProject: Blue Barn',
  );
  const node = nodeOf({
    vendor: { type: 'object', properties: { name: { type: 'string' } } },
    customer: { type: 'object', properties: { name: { type: 'string' } } },
    project: { type: 'string' },
    dueDate: { type: 'string', format: 'date' },
  });
  const found = new Map(readValues(node, [page], 'INVOICE').map(({ name, value }) => [name, value]));
  expect(found.get('vendor.name')).toBe('Harbour Supplies Ltd');
  expect(found.get('customer.name')).toBe('Meadow Studio Ltd');
  expect(found.get('project')).toBe('Blue Barn');
  expect(found.has('dueDate')).toBe(false);
});

describe('what a model reads', () => {
  const page = plainPage('Fee: EUR 120.00\nLead: Ada Byron\nDelivered in March');
  const node = nodeOf({
    fee: { type: 'number' },
    lead: { type: 'string' },
    budget: { type: 'number' },
    topics: { type: 'array', items: { type: 'string' } },
  });
  const join = () => new ModelJoin(node, [page], readValues(node, [page], null));

  test('counts with its quote, is surer where the rules agree, and fits its type', () => {
    const read = join();
    expect(read.add({ name: 'fee', value: '120', quote: 'EUR 120.00' })).toMatchObject({
      value: 120,
      confidence: 0.98,
    });
    expect(read.add({ name: '/topics', value: '["March"]', quote: 'in March' })).toMatchObject({
      name: 'topics',
      value: ['March'],
      confidence: 0.8,
      quote: 'in March',
    });
    expect(read.add({ name: 'budget', value: 'plenty', quote: 'EUR 120.00' })).toBeNull();
    expect(read.add({ name: 'secret', value: '1', quote: 'Fee' })).toBeNull();
  });

  test('is hardly believed when it stands nowhere, and never instead of what the rules found', () => {
    const read = join();
    expect(read.add({ name: 'budget', value: '999', quote: 'Budget: 999' })).toMatchObject({
      confidence: 0.3,
      quote: null,
    });
    expect(read.add({ name: 'lead', value: 'Mallory', quote: 'Lead: Mallory' })).toBeNull();
    expect(read.fields.find(({ name }) => name === 'lead')?.value).toBe('Ada Byron');
  });

  test('goes to a person when the rules read something else', () => {
    expect(join().add({ name: 'lead', value: 'Delivered', quote: 'Delivered' })?.confidence).toBeLessThan(
      0.6,
    );
  });
});
