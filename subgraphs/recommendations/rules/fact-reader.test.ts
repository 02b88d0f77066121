import { v7 as newId } from 'uuid';
import { createRuleEngine } from '#platform/rules';
import { callerOf } from '../../../testkit/subgraph-host.js';
import { openRecommendations, type RecommendationsHost } from '../fixtures/recommendations-host.js';
import { FactReader } from './fact-reader.js';
import type { Family } from './rule-facts.js';

let host: RecommendationsHost;
beforeAll(async () => {
  host = await openRecommendations();
});
afterAll(() => host.close());

const read = (context: ReturnType<typeof callerOf>, documentId: string, ...families: Family[]) => {
  const { database, ports } = { database: host.db.database, ports: host.platform.ports };
  return new FactReader({ database, ports }).read(context, documentId, new Set(families));
};

test('fields are values with their confidence; amounts are numbers, numbers of papers are not', async () => {
  const ann = callerOf(newId());
  const id = await host.document(ann);
  host.fields.set(id, [
    { name: 'grand_total', value: '120.50', confidence: 0.7 },
    { name: 'invoice_number', value: '0017', confidence: 0.9 },
  ]);
  expect(await read(ann, id, 'fields')).toEqual({
    'fields.count': 2,
    'fields.lowestConfidence': 0.7,
    'fields.grand_total': 120.5,
    'fields.grand_total.confidence': 0.7,
    'fields.invoice_number': '0017',
    'fields.invoice_number.confidence': 0.9,
  });
});

test('a counterparty is known by what it billed before, and by what people made of that', async () => {
  const ann = callerOf(newId(), { actor: 'user:ann' });
  const bills = [await host.document(ann), await host.document(ann), await host.document(ann)];
  for (const [at, id] of bills.entries())
    host.fields.set(id, [
      { name: 'seller_name', value: 'Mill Ltd', confidence: 1 },
      { name: 'currency', value: 'EUR', confidence: 1 },
      { name: 'grand_total', value: `${(at + 1) * 100}.00`, confidence: 1 },
    ]);
  const [asked] = await host.propose(ann, bills[0] ?? '', [{}], [['REVIEW']]);
  await host.resolved(ann, asked ?? '', 'APPROVED');
  const [refused] = await host.propose(ann, bills[1] ?? '', [{}], [['REVIEW']]);
  await host.resolved(ann, refused ?? '', 'REJECTED');
  expect(await read(ann, bills[2] ?? '', 'counterparty')).toEqual({
    'counterparty.name': 'Mill Ltd',
    'counterparty.vat': null,
    'counterparty.documents': 2,
    'counterparty.medianTotal': 150,
    'counterparty.totalRatio': 2,
    'counterparty.approved': 1,
    'counterparty.rejected': 1,
  });
});

test('who acts is a fact, and a rule may ask for it', async () => {
  const ann = callerOf(newId(), { actor: 'plugin:advice', roles: ['member'] });
  const facts = await read(ann, newId(), 'actor');
  expect(facts).toMatchObject({ 'actor.kind': 'plugin', 'actor.roles': ['member'] });
  const rule = {
    id: 'not-by-itself',
    version: 1,
    appliesTo: [],
    conditions: { all: [{ fact: 'actor.kind', operator: 'notEqual', value: 'plugin' }] },
    onFail: 'REVIEW' as const,
    reason: 'A person has to ask for it.',
  };
  const set = { id: 's', name: 's', version: 1, capability: null, rules: [rule] };
  expect(await createRuleEngine().evaluate(set, 'APPROVE', facts)).toMatchObject([{ result: 'REVIEW' }]);
});
