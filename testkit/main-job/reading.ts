import { verifyAudit } from './operations.js';
import { fieldValue, type Story, textAt } from './story.js';

const steps = [
  'parse',
  'screen',
  'classify',
  'extract',
  'chunk',
  'embed',
  'index',
  'relate',
  'recommend',
  'validate',
  'record',
];
const newsletter = 'letters/newsletter-with-hidden-text.html';
const bills = [
  ['invoices/invoice-harbour-1042.pdf', 'HOS-1042', '789.60', 'GB82WEST12345698765432'],
  ['invoices/rechnung-baecker-2026-118.pdf', '2026-118', '592.62', 'DE89370400440532013000'],
  ['invoices/factura-olivar-77.html', 'F-2026-77', '693.00', undefined],
] as const;
const readable = [
  ...bills.map(([name]) => name),
  'invoices/invoice-harbour-1042-copy.eml',
  'letters/contract-maintenance.md',
  'letters/support-thread-4471.txt',
  'orders/bestellung-b-2207.txt',
  'orders/order-po-7731.md',
];

/** Upload to recommendations: what becomes of the documents in examples/. */
export function describeReading(story: () => Story): void {
  it('takes the examples through every step, and tells whoever watches', async () => {
    await story().uploadExamples();
    for (const name of readable) {
      const document = await story().document(name);
      expect([name, document.status, document.problem]).toEqual([name, 'READY', null]);
      expect(document.steps.map((step) => step.name)).toEqual(steps);
      for (const step of document.steps)
        expect([name, step.name, step.state]).toEqual([
          name,
          step.name,
          step.name === 'embed' ? 'SKIPPED' : 'DONE',
        ]);
      const told = story().told.get(document.id) ?? [];
      expect(told.length).toBeGreaterThan(2);
      expect(told.some(({ status }) => status === 'PROCESSING')).toBe(true);
      expect(told.at(-1)).toMatchObject({ status: 'READY' });
    }
  });

  it('keeps apart what carries hidden instructions', async () => {
    const document = await story().document(newsletter);
    expect(document).toMatchObject({ status: 'QUARANTINED', problem: { code: 'DOCUMENT_QUARANTINED' } });
    expect(document.reviews?.nodes).toMatchObject([{ state: 'OPEN', subject: { type: 'Document' } }]);
    expect(document.steps.find(({ name }) => name === 'classify')).toMatchObject({ state: 'SKIPPED' });
  });

  it.each(bills)(
    'finds number, total and bank account of %s where they stand',
    async (name, number, total, iban) => {
      const document = await story().document(name);
      expect(document.kind).toBe('invoice');
      expect(fieldValue(document, 'invoice_number')).toBe(number);
      expect(Number(fieldValue(document, 'grand_total'))).toBe(Number(total));
      expect(fieldValue(document, 'iban')).toBe(iban);
      const placed = document.fields.filter(({ page }) => page !== null);
      expect(placed.length).toBeGreaterThan(5);
      for (const field of placed) {
        expect(field.quote.length).toBeGreaterThan(0);
        expect([field.name, textAt(document.pages.nodes, field)]).toEqual([field.name, field.quote]);
        expect(field.confidence).toBeGreaterThan(0);
        expect(field.confidence).toBeLessThanOrEqual(1);
      }
    },
  );

  it('flags a copy, and proposes an operation that removes it', async () => {
    // Of two that are read at once at least one sees the other; read again, each sees the other.
    const copies = ['invoices/invoice-harbour-1042.pdf', 'invoices/invoice-harbour-1042-copy.eml'];
    const flags = await Promise.all(
      copies.map(async (name) =>
        ((await story().document(name)).recommendations?.nodes ?? []).filter(
          ({ kind }) => kind === 'FLAG_DUPLICATE',
        ),
      ),
    );
    expect(flags.flat().length).toBeGreaterThan(0);
    for (const flag of flags.flat())
      expect(flag).toMatchObject({
        state: 'OPEN',
        action: { operation: 'RemoveDuplicate' },
        verdicts: [{ rule: 'duplicate-has-evidence', version: 1, result: 'PASSED' }],
      });
  });

  it('matches bills with their orders; a rule holds back the one that differs', async () => {
    const matches = async (...names: string[]) =>
      (await Promise.all(names.map((name) => story().document(name)))).flatMap(({ recommendations }) =>
        (recommendations?.nodes ?? []).filter(({ kind }) => kind === 'MATCH_ORDER'),
      );
    const good = await matches(
      'orders/order-po-7731.md',
      'invoices/invoice-harbour-1042.pdf',
      'invoices/invoice-harbour-1042-copy.eml',
    );
    expect(good.length).toBeGreaterThan(0);
    for (const match of good)
      expect(match).toMatchObject({ state: 'OPEN', verdicts: [{ result: 'PASSED' }, { result: 'PASSED' }] });
    const different = await matches('orders/bestellung-b-2207.txt', 'invoices/rechnung-baecker-2026-118.pdf');
    expect(different.length).toBeGreaterThan(0);
    for (const match of different)
      expect(match).toMatchObject({
        state: 'NEEDS_REVIEW',
        verdicts: expect.arrayContaining([
          expect.objectContaining({ rule: 'order-within-tolerance', version: 1, result: 'REVIEW' }),
        ]),
      });
  });

  it('has a valid audit chain', async () => {
    const { verifyAudit: verified } = await story().client.request(verifyAudit, {});
    expect(verified).toMatchObject({ valid: true, firstBad: null });
  });
}
