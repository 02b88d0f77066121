import { formBomb, stackedFilters } from '../test/hostile.js';
import { makePdf, textAt } from '../test/make-pdf.js';
import { ParsePool, type ParsePoolOptions } from './parse-pool.js';

const hint = { name: 'file', mediaType: null };
const never = new AbortController().signal;
const textBytes = (text: string) => new TextEncoder().encode(text);

async function withPool(
  options: Partial<ParsePoolOptions>,
  work: (pool: ParsePool) => Promise<void>,
): Promise<void> {
  const pool = new ParsePool({ threads: 2, timeoutMs: 50_000, memoryMb: 512, ...options });
  pool.start();
  try {
    await work(pool);
  } finally {
    await pool.stop();
  }
}

test('documents are read in threads, more at once than there are threads; the bytes are transferred', async () => {
  await withPool({}, async (pool) => {
    const files = Array.from({ length: 8 }, (_, at) =>
      makePdf({ pages: [{ content: textAt(50, 700, `Number ${at}`) }] }),
    );
    const documents = await Promise.all(files.map((bytes) => pool.parse(bytes, hint, never)));
    expect(documents.map(({ pages }) => pages[0]!.text)).toEqual(files.map((_, at) => `Number ${at}`));
    expect(files.every((bytes) => bytes.byteLength === 0)).toBe(true);
    expect(pool.threads).toBe(2);
  });
});

test('a part of a larger buffer is copied', async () => {
  await withPool({}, async (pool) => {
    const whole = textBytes('--text--');
    const { pages } = await pool.parse(whole.subarray(2, 6), hint, never);
    expect(pages[0]!.text).toBe('text');
    expect(whole.byteLength).toBe(8);
  });
});

test('coded failures cross the thread', async () => {
  await withPool({}, async (pool) => {
    await expect(pool.parse(textBytes(''), hint, never)).rejects.toMatchObject({
      code: 'DOCUMENT_EMPTY',
      retryable: false,
    });
    await expect(pool.parse(textBytes('{\\rtf'), hint, never)).rejects.toMatchObject({
      code: 'UNSUPPORTED_MEDIA_TYPE',
      details: { mediaType: 'application/rtf' },
    });
  });
});

test('time: the thread is ended and replaced, other documents go on', async () => {
  await withPool({ threads: 1, timeoutMs: 1_500 }, async (pool) => {
    const [bomb, text] = await Promise.allSettled([
      pool.parse(formBomb(), hint, never),
      pool.parse(textBytes('after'), hint, never),
    ]);
    expect(bomb).toMatchObject({ status: 'rejected', reason: { code: 'PARSE_LIMIT' } });
    expect(text).toMatchObject({ status: 'fulfilled', value: { pages: [{ text: 'after' }] } });
  });
});

test('memory outside the heap counts too', async () => {
  const bomb = stackedFilters(200 * 1024 * 1024);
  await withPool({ memoryMb: 128 }, async (pool) => {
    await expect(pool.parse(bomb, hint, never)).rejects.toMatchObject({
      code: 'PARSE_LIMIT',
      details: { limit: '128 MB of memory' },
    });
  });
});

test('an abort ends the work, or the waiting for it', async () => {
  await withPool({ threads: 1 }, async (pool) => {
    const [first, second] = [new AbortController(), new AbortController()];
    const work = pool.parse(formBomb(), hint, first.signal);
    const waiting = pool.parse(textBytes('x'), hint, second.signal);
    second.abort(new DOMException('left', 'AbortError'));
    await expect(waiting).rejects.toMatchObject({ message: 'left' });
    first.abort(new DOMException('left', 'AbortError'));
    await expect(work).rejects.toMatchObject({ message: 'left' });
    expect((await pool.parse(textBytes('next'), hint, never)).pages[0]!.text).toBe('next');
  });
});

test('idle threads end', async () => {
  await withPool({ idleMs: 10 }, async (pool) => {
    await pool.parse(textBytes('x'), hint, never);
    expect(pool.threads).toBe(1);
    while (pool.threads > 0) await new Promise(setImmediate);
  });
});

test('after the stop nothing is accepted, and what is under way fails', async () => {
  const pool = new ParsePool({ threads: 1, timeoutMs: 50_000, memoryMb: 512 });
  pool.start();
  const work = expect(pool.parse(formBomb(), hint, never)).rejects.toMatchObject({ code: 'SHUTTING_DOWN' });
  const waiting = expect(pool.parse(textBytes('x'), hint, never)).rejects.toMatchObject({
    code: 'SHUTTING_DOWN',
  });
  await pool.stop();
  await Promise.all([work, waiting]);
  await expect(pool.parse(textBytes('x'), hint, never)).rejects.toMatchObject({ code: 'SHUTTING_DOWN' });
});
