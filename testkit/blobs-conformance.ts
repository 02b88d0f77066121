import { createHash } from 'node:crypto';
import type { Blobs } from '#platform';

const ours = '019aaaaa-0000-7000-8000-000000000001';
const theirs = '019aaaaa-0000-7000-8000-000000000002';
const { signal } = new AbortController();
const many = { maxBytes: 10_000_000, signal };

async function* parts(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

/** What every driver of the port `Blobs` has to keep; `stored` counts what the store holds. */
export function describeBlobs(open: () => Promise<{ blobs: Blobs; stored(): Promise<number> }>): void {
  let blobs: Blobs;
  let stored: () => Promise<number>;
  beforeAll(async () => {
    ({ blobs, stored } = await open());
  });

  it('gives back the bytes, with their hash and size', async () => {
    const put = await blobs.put(ours, parts('one', 'two'), many);
    expect(put).toMatchObject({ size: 6, sha256: createHash('sha256').update('onetwo').digest('hex') });
    expect(Buffer.from(await blobs.get(ours, put.key, signal)).toString()).toBe('onetwo');
  });

  it('stores an empty blob', async () => {
    const { key, size } = await blobs.put(ours, parts(), many);
    expect(size).toBe(0);
    expect(await blobs.get(ours, key, signal)).toHaveLength(0);
  });

  it('keeps equal bytes apart: deleting one leaves the other', async () => {
    const [one, two] = await Promise.all([
      blobs.put(ours, parts('same'), many),
      blobs.put(ours, parts('same'), many),
    ]);
    await blobs.delete(ours, one.key);
    await blobs.delete(ours, one.key);
    await expect(blobs.get(ours, one.key, signal)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(Buffer.from(await blobs.get(ours, two.key, signal)).toString()).toBe('same');
  });

  it('stops at the byte that is too many, and leaves nothing behind', async () => {
    const before = await stored();
    let asked = 0;
    async function* endless() {
      for (;;) {
        asked += 1;
        yield new Uint8Array(1000);
      }
    }
    await expect(blobs.put(ours, endless(), { maxBytes: 5000, signal })).rejects.toMatchObject({
      code: 'UPLOAD_TOO_LARGE',
    });
    expect(asked).toBe(6);
    expect(await stored()).toBe(before);
    await expect(blobs.put(ours, parts('12345'), { maxBytes: 5, signal })).resolves.toMatchObject({
      size: 5,
    });
  });

  it('leaves nothing behind when the sender fails or the signal is aborted', async () => {
    const before = await stored();
    async function* failing() {
      yield new Uint8Array(10);
      throw new RangeError('gone');
    }
    await expect(blobs.put(ours, failing(), many)).rejects.toThrow('gone');
    const aborted = AbortSignal.abort(new RangeError('left'));
    await expect(blobs.put(ours, parts('x'), { maxBytes: 5, signal: aborted })).rejects.toThrow('left');
    expect(await stored()).toBe(before);
  });

  it('shows one tenant nothing of another, and takes no path for a key', async () => {
    const { key } = await blobs.put(ours, parts('mine'), many);
    await expect(blobs.get(theirs, key, signal)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await blobs.delete(theirs, key);
    for (const bad of [`../${ours}/${key.slice(0, 2)}/${key}`, '', '..', `${key}/../${key}`]) {
      await expect(blobs.get(theirs, bad, signal)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
    expect(Buffer.from(await blobs.get(ours, key, signal)).toString()).toBe('mine');
  });

  it('deletes all of a tenant, and only of it', async () => {
    const mine = await blobs.put(ours, parts('mine'), many);
    const yours = await blobs.put(theirs, parts('yours'), many);
    await blobs.deleteTenant(theirs);
    await expect(blobs.get(theirs, yours.key, signal)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(Buffer.from(await blobs.get(ours, mine.key, signal)).toString()).toBe('mine');
    await expect(blobs.deleteTenant('..')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
}
