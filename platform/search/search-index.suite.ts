import { randomUUID } from 'node:crypto';
import type { IndexedDocument, IndexedVector, SearchIndex, SearchQuery } from './port.js';

/** What every driver of the search index must do. `open` gives an index that keeps nothing. */
export function describeSearchIndex(
  name: string,
  open: () => Promise<{ index: SearchIndex; close(): Promise<void> }>,
): void {
  const everyone = { mode: 'any', principals: ['tenant'] } as const;
  const signal = AbortSignal.timeout(300_000);
  let index: SearchIndex;
  let close: () => Promise<void>;
  let tenant: string;

  const put = (documentId: string, text: string, rest: Partial<IndexedDocument> = {}) =>
    index.upsert(tenant, document(documentId, text, rest), signal);
  const search = (text: string, rest: Partial<SearchQuery> = {}) =>
    index.query(tenant, { text, rights: everyone, first: 10, ...rest }, signal);
  const ids = async (text: string, rest: Partial<SearchQuery> = {}) =>
    (await search(text, rest)).hits.map(({ documentId }) => documentId);

  describe(name, () => {
    beforeAll(async () => {
      ({ index, close } = await open());
    });
    afterAll(() => close());
    beforeEach(() => {
      tenant = randomUUID();
    });

    test('finds documents by stems and shows where the words stand, in code points', async () => {
      await put('a', '😀 The late payments were refunded');
      await put('b', 'Delivery of goods');
      const { hits, totalCount } = await search('payment refund');
      expect(totalCount).toBe(1);
      expect(hits).toMatchObject([
        { documentId: 'a', versionId: 'v1', page: 1, start: 0, signals: ['LEXICAL'] },
      ]);
      const characters = [...(hits[0]?.text ?? '')];
      expect(hits[0]?.highlights.map(({ start, end }) => characters.slice(start, end).join(''))).toEqual([
        'payments',
        'refunded',
      ]);
    });

    test.each([
      ['de', 'Die Rechnungen der Häuser sind bezahlt', 'Haus Rechnung'],
      ['fr', 'Les factures des fournisseurs étrangers', 'facture fournisseur'],
      ['es', 'Las facturas de los proveedores', 'factura proveedor'],
      ['ru', 'Счета поставщиков за декабрь', 'счёт поставщика'],
      ['zh', '供应商的发票已经支付', '发票'],
    ])('%s texts are found by their words', async (language, text, query) => {
      await put('en', 'An invoice in English about something else');
      await put(language, text, { language });
      expect((await ids(query))[0]).toBe(language);
    });

    test('numbers are found whatever their separators, and words of the title and metadata', async () => {
      await put('a', 'Gesamt 1.234,50 EUR', {
        title: 'Invoice RE-2017',
        metadata: { name: 'scan_0815.pdf' },
      });
      for (const query of ['1,234.50', 'RE-2017', '0815']) expect(await ids(query)).toEqual(['a']);
    });

    test('a second version replaces the first; the same again changes nothing', async () => {
      await put('a', 'apples and pears');
      await put('a', 'plums only', { versionId: 'v2' });
      await put('a', 'plums only', { versionId: 'v2' });
      expect(await ids('apples')).toEqual([]);
      expect((await search('plums')).hits).toMatchObject([{ documentId: 'a', versionId: 'v2' }]);
      expect(await index.count(tenant, signal)).toEqual({ documents: 1, chunks: 1 });
    });

    test('removed documents are gone, unknown ids are no error', async () => {
      await put('a', 'apples');
      await put('b', 'apples');
      await index.remove(tenant, ['a', 'unknown'], signal);
      expect(await search('apples')).toMatchObject({ hits: [{ documentId: 'b' }], totalCount: 1 });
    });

    test('rights of any and of every, and their change', async () => {
      await put('all', 'apples', { access: ['tenant'] });
      await put('red', 'apples', { access: ['group:red'] });
      await put('both', 'apples', { access: ['group:red', 'group:blue'] });
      await put('none', 'apples', { access: [] });
      const read = async (mode: 'any' | 'every', ...principals: string[]) =>
        (await ids('apples', { rights: { mode, principals } })).sort();
      expect(await read('any', 'group:blue')).toEqual(['all', 'both']);
      expect(await read('any', 'tenant', 'group:red')).toEqual(['all', 'both', 'red']);
      expect(await read('every', 'group:red', 'group:blue')).toEqual(['all', 'both']);
      expect(await read('every')).toEqual(['all']);
      await index.setAccess(tenant, 'red', ['group:blue'], signal);
      await index.setAccess(tenant, 'unknown', ['tenant'], signal);
      expect(await read('any', 'group:blue')).toEqual(['all', 'both', 'red']);
    });

    test('what may not be read moves neither hits nor counts nor scores', async () => {
      const rights = { mode: 'any', principals: ['group:mine'] } as const;
      for (let at = 0; at < 12; at++)
        await put(`mine ${at}`, `apples pears ${'plums '.repeat(at % 4)}`, { access: ['group:mine'] });
      const alone = await search('apples plums', { rights });
      await Promise.all(
        Array.from({ length: 300 }, (_, at) =>
          put(`theirs ${at}`, 'apples plums plums', { access: ['group:theirs'] }),
        ),
      );
      await put('de', 'Die Äpfel und Pflaumen sind reif', { access: ['group:theirs'], language: 'de' });
      const among = await search('apples plums', { rights });
      expect(among).toEqual(alone);
      expect(among.totalCount).toBe(12);
    });

    test('one readable document among ten thousand is found', async () => {
      const many = Array.from({ length: 10_000 }, (_, at) =>
        document(`theirs ${at}`, `apples ${at}`, { access: ['group:theirs'] }),
      );
      const generation = await index.beginGeneration(tenant, signal);
      await index.fill(
        tenant,
        generation,
        [...many, document('mine', 'apples', { access: ['group:mine'] })],
        signal,
      );
      await index.switchGeneration(tenant, generation, signal);
      const page = await search('apples', { rights: { mode: 'any', principals: ['group:mine'] } });
      expect(page).toMatchObject({ hits: [{ documentId: 'mine' }], totalCount: 1, hasNextPage: false });
    });

    test('pages follow each other without gap or repetition', async () => {
      for (let at = 0; at < 25; at++) await put(`d${at}`, `apples ${'pears '.repeat(at)}`);
      const whole = await ids('apples', { first: 100 });
      const seen: string[] = [];
      let after: string | null = null;
      for (;;) {
        const page = await search('apples', { first: 10, after });
        seen.push(...page.hits.map(({ documentId }) => documentId));
        expect(page.totalCount).toBe(25);
        after = page.endCursor;
        if (!page.hasNextPage) break;
      }
      expect(seen).toEqual(whole);
      await expect(search('pears', { after })).rejects.toMatchObject({ code: 'CURSOR_INVALID' });
      await expect(search('apples', { after: 'nonsense' })).rejects.toMatchObject({ code: 'CURSOR_INVALID' });
    });

    test('filters by kind and by document', async () => {
      await put('a', 'apples', { kind: 'INVOICE' });
      await put('b', 'apples', { kind: 'ORDER' });
      await put('c', 'apples');
      expect(await ids('apples', { kinds: ['INVOICE', 'UNKNOWN'] })).toEqual(['a']);
      expect((await ids('apples', { documentIds: ['b', 'c', 'unknown'] })).sort()).toEqual(['b', 'c']);
    });

    test('a long document is shown by its best passage; passages can be hits of their own', async () => {
      const texts = ['apples in spring', 'pears in autumn', 'apples and apples'];
      await put('long', '', {
        chunks: texts.map((text, ordinal) => ({
          ordinal,
          page: ordinal + 1,
          start: 0,
          end: text.length,
          text,
        })),
      });
      await put('short', 'pears');
      expect((await search('pears autumn')).hits[0]).toMatchObject({
        documentId: 'long',
        page: 2,
        text: 'pears in autumn',
      });
      const passages = await search('apples', { unit: 'passage' });
      expect(passages).toMatchObject({ totalCount: 2, hits: [{ page: 3 }, { page: 1 }] });
    });

    test('embeddings of the same model join in, of readable documents only', async () => {
      const chunk = (text: string, values: number[], model = 'm') => ({
        chunks: [{ ordinal: 0, page: 1, start: 0, end: text.length, text, vectors: [{ model, values }] }],
      });
      await put('near', '', chunk('something', [1, 0, 0.1]));
      await put('word', '', chunk('apples', [0, 1, 0]));
      await put('hidden', '', { ...chunk('something', [1, 0, 0]), access: ['group:theirs'] });
      await put('other', '', chunk('something', [1, 0, 0], 'another'));
      const { hits } = await search('apples', { vector: { model: 'm', values: [1, 0, 0] } });
      expect(hits.map(({ documentId, signals }) => [documentId, signals])).toEqual([
        ['word', ['LEXICAL', 'VECTOR']],
        ['near', ['VECTOR']],
      ]);
      expect(await ids('apples', { vector: { model: 'unknown', values: [1, 0] } })).toEqual(['word']);
    });

    test('similar documents: the same text is 1, shared words less, hidden ones are not there', async () => {
      const text = 'Invoice for twelve office chairs delivered in March to the branch in Leeds';
      await put('a', text);
      await put('same', text, { title: 'Another name' });
      await put('like', 'Invoice for nine office chairs delivered in June to the branch in York');
      await put('else', 'Minutes of the board about the merger');
      await put('hidden', text, { access: ['group:theirs'] });
      const found = await index.similar(tenant, { documentId: 'a', rights: everyone, first: 10 }, signal);
      expect(found.map(({ documentId }) => documentId)).toEqual(['same', 'like']);
      expect(found[0]?.score).toBeCloseTo(1, 6);
      expect(found[1]?.score).toBeLessThan(0.8);
      expect(
        await index.similar(tenant, { documentId: 'hidden', rights: everyone, first: 10 }, signal),
      ).toEqual([]);
      expect(
        await index.similar(tenant, { documentId: 'a', rights: everyone, first: 10, minScore: 0.9 }, signal),
      ).toHaveLength(1);
    });

    test('a rebuild goes on beside the current generation and loses no change made meanwhile', async () => {
      await put('kept', 'apples');
      await put('gone', 'apples');
      await put('shared', 'apples');
      const generation = await index.beginGeneration(tenant, signal);
      await put('new', 'apples');
      await put('kept', 'apples and pears', { versionId: 'v2' });
      await index.remove(tenant, ['gone'], signal);
      await index.setAccess(tenant, 'shared', ['group:theirs'], signal);
      expect((await ids('apples')).sort()).toEqual(['kept', 'new']);
      const old = ['kept', 'gone', 'shared'].map((id) => document(id, 'apples'));
      await index.fill(tenant, generation, old, signal);
      await index.switchGeneration(tenant, generation, signal);
      expect((await ids('apples')).sort()).toEqual(['kept', 'new']);
      expect((await search('pears')).hits).toMatchObject([{ documentId: 'kept', versionId: 'v2' }]);
      await expect(index.switchGeneration(tenant, generation, signal)).rejects.toMatchObject({
        code: 'CONFLICT',
      });
    });

    const spaced = (id: string, text: string, ...vectors: IndexedVector[]) =>
      document(id, text, { chunks: [{ ordinal: 0, page: 1, start: 0, end: text.length, text, vectors }] });
    const one = (...values: number[]) => ({ model: 'one', values });
    const two = (...values: number[]) => ({ model: 'two', values });
    const vectorHits = async (vector: IndexedVector) => ids('nothing', { vector });

    test('a generation takes vectors of its own space only, and says which', async () => {
      await index.upsert(tenant, spaced('a', 'apples', one(1, 0), two(1, 0)), signal);
      await index.upsert(tenant, spaced('b', 'pears', two(1, 0), one(0, 1)), signal);
      await index.upsert(tenant, spaced('c', 'plums', one(1, 0, 0)), signal);
      const { current, previous, building } = await index.generations(tenant, signal);
      expect(current?.space).toEqual({ model: 'one', dimensions: 2 });
      expect([previous, building]).toEqual([null, null]);
      expect(await vectorHits(one(1, 0))).toEqual(['a', 'b']);
      expect(await vectorHits(two(1, 0))).toEqual([]);
      expect(await vectorHits(one(1, 0, 0))).toEqual([]);
      expect((await search('apples', { vector: two(1, 0) })).hits[0]?.signals).toEqual(['LEXICAL']);
      expect((await search('apples')).generation).toEqual(current);
    });

    test('another embedding model: built beside, switched, rolled back and released; changes reach both', async () => {
      const both = (id: string, text: string) => spaced(id, text, one(1, 0), two(1, 0, 0));
      await index.upsert(tenant, spaced('a', 'apples', one(1, 0)), signal);
      await index.upsert(tenant, spaced('b', 'pears', one(0, 1)), signal);
      const before = (await index.generations(tenant, signal)).current;
      const generation = await index.beginGeneration(tenant, signal, { model: 'two', dimensions: 3 });
      // Its vectors of the new model were not there yet when it came in; the filling brings them.
      await index.upsert(tenant, spaced('c', 'plums', one(1, 0)), signal);
      await index.setAccess(tenant, 'c', ['tenant', 'group:red'], signal);
      await index.fill(
        tenant,
        generation,
        [both('a', 'apples'), both('b', 'pears'), both('c', 'plums')],
        signal,
      );
      await index.upsert(tenant, both('d', 'cherries'), signal);
      const nearest = await index.nearest(tenant, { generation, vector: two(1, 0, 0), first: 10 }, signal);
      expect(nearest.map(({ documentId, ordinal }) => `${documentId} ${ordinal}`).sort()).toEqual([
        'a 0',
        'b 0',
        'c 0',
        'd 0',
      ]);
      expect(await vectorHits(two(1, 0, 0))).toEqual([]);
      expect((await search('apples', { generation })).generation?.name).toBe(generation);
      await index.switchGeneration(tenant, generation, signal, { keepPrevious: true });
      expect((await index.generations(tenant, signal)).previous).toEqual(before);
      expect((await vectorHits(two(1, 0, 0))).sort()).toEqual(['a', 'b', 'c', 'd']);
      await index.upsert(tenant, both('e', 'quinces'), signal);
      await index.remove(tenant, ['a'], signal);
      await index.rollBack(tenant, signal);
      expect((await index.generations(tenant, signal)).current).toEqual(before);
      expect((await vectorHits(one(1, 0))).sort()).toEqual(['b', 'c', 'd', 'e']);
      expect(await ids('quinces')).toEqual(['e']);
      await expect(index.dropGeneration(tenant, before?.name ?? '', signal)).rejects.toMatchObject({
        code: 'CONFLICT',
      });
      await index.dropGeneration(tenant, generation, signal);
      await index.dropGeneration(tenant, generation, signal);
      expect((await index.generations(tenant, signal)).previous).toBeNull();
      await expect(index.rollBack(tenant, signal)).rejects.toMatchObject({ code: 'CONFLICT' });
    });

    test('a generation that is not wanted any more is dropped while it is being filled', async () => {
      await put('a', 'apples');
      const generation = await index.beginGeneration(tenant, signal);
      await index.dropGeneration(tenant, generation, signal);
      await expect(index.fill(tenant, generation, [], signal)).rejects.toMatchObject({ code: 'CONFLICT' });
      expect(await ids('apples')).toEqual(['a']);
      expect((await index.generations(tenant, signal)).building).toBeNull();
    });

    test('tenants are apart and can be dropped', async () => {
      await put('a', 'apples');
      const other = randomUUID();
      await index.upsert(other, document('b', 'apples'), signal);
      expect(await ids('apples')).toEqual(['a']);
      await index.dropTenant(tenant, signal);
      expect(await ids('apples')).toEqual([]);
      expect(await index.count(other, signal)).toEqual({ documents: 1, chunks: 1 });
    });

    test('a request whose signal has ended fails with TIMEOUT', async () => {
      await expect(
        index.query(tenant, { text: 'apples', rights: everyone, first: 1 }, AbortSignal.abort()),
      ).rejects.toMatchObject({ code: 'TIMEOUT' });
    });

    test('an empty query, an empty document and an unknown tenant are no errors', async () => {
      expect(await search('apples')).toMatchObject({ hits: [], totalCount: 0 });
      await put('empty', '', { chunks: [], title: 'Apples' });
      expect((await search('apples')).hits).toMatchObject([{ documentId: 'empty', text: '' }]);
      expect(await ids('')).toEqual([]);
    });
  });
}

function document(documentId: string, text: string, rest: Partial<IndexedDocument> = {}): IndexedDocument {
  const chunks = [{ ordinal: 0, page: 1, start: 0, end: [...text].length, text }];
  return { documentId, versionId: 'v1', title: '', kind: null, access: ['tenant'], chunks, ...rest };
}
