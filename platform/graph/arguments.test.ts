import { AppError } from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import {
  Conflict,
  Cursor,
  DateTime,
  Decimal,
  decodeCursor,
  decodeIdCursor,
  encodeCursor,
  Forbidden,
  InvalidInput,
  NotFound,
  outcome,
  pageOf,
  pageSize,
  plainJson,
  plainText,
} from './index.js';

const coded = (code: string) => expect.objectContaining({ code });

describe('cursors', () => {
  it.each([[['a']], [[1, 'b']], [[0.1 + 0.2, '😀']], [[]]])('%j comes back as it was', (keys) => {
    expect(decodeCursor(encodeCursor(keys), keys.length)).toEqual(keys);
  });

  const forged = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  it.each([
    ['no base64', 'ä'],
    ['no JSON', Buffer.from('x').toString('base64url')],
    ['no list', forged({ a: 1 })],
    ['too many keys', forged([1, 2])],
    ['too few', forged([])],
    ['a key that is neither text nor number', forged([null])],
    ['a NUL, which no database holds', forged(['\0'])],
    ['nothing', ''],
  ])('%s is refused', (_name, cursor) => {
    expect(() => decodeCursor(cursor, 1)).toThrow(coded('CURSOR_INVALID'));
  });

  it('of an id holds one', () => {
    const id = newId();
    expect(decodeIdCursor(encodeCursor([id]))).toBe(id);
    for (const keys of [['x'], [1], ["'; drop"]])
      expect(() => decodeIdCursor(encodeCursor(keys))).toThrow(coded('CURSOR_INVALID'));
  });
});

describe('pages', () => {
  it.each([0, -1, 101, 1.5, Number.NaN])('of %d are refused', (first) => {
    expect(() => pageSize(first)).toThrow(coded('BAD_USER_INPUT'));
  });

  it('say whether more follow, by the one row too many', () => {
    const options = { first: 2, totalCount: 5, cursorOf: (row: number) => [row] };
    expect(pageOf([1, 2, 3], options)).toEqual({
      nodes: [1, 2],
      edges: [1, 2].map((node) => ({ node, cursor: encodeCursor([node]) })),
      pageInfo: {
        hasNextPage: true,
        hasPreviousPage: false,
        startCursor: encodeCursor([1]),
        endCursor: encodeCursor([2]),
      },
      totalCount: 5,
    });
    expect(pageOf([], { ...options, after: 'x' }).pageInfo).toEqual({
      hasNextPage: false,
      hasPreviousPage: true,
      startCursor: null,
      endCursor: null,
    });
  });
});

describe('texts', () => {
  it('that nothing can keep are refused, wherever they stand in JSON', () => {
    for (const text of ['a\0b', '\ud800', '\udc00\ud800']) {
      expect(() => plainText('name', text)).toThrow(coded('BAD_USER_INPUT'));
      for (const value of [text, [text], { a: { b: [text] } }, { [text]: 1 }])
        expect(() => plainJson('value', value)).toThrow(coded('BAD_USER_INPUT'));
    }
  });

  it('are given back as they are otherwise', () => {
    for (const text of ['', '😀 \u0001 \\u0000', null, undefined]) expect(plainText('name', text)).toBe(text);
    for (const value of [null, 1, true, 'x', [], { a: ['\\u0000', null] }])
      expect(() => plainJson('value', value)).not.toThrow();
  });
});

describe('scalars', () => {
  it.each(['0', '-12.50', 12.5, '1'.repeat(30), '0.000000000000000001'])('%s is a Decimal', (value) => {
    expect(Decimal.serialize(value)).toBe(String(value));
    expect(Decimal.parseValue(value)).toBe(String(value));
  });

  it.each([
    '',
    '1,5',
    '1e3',
    'NaN',
    Number.NaN,
    Number.POSITIVE_INFINITY,
    1e21,
    null,
    {},
    '1'.repeat(31),
    ' 1',
  ])('%s is none', (value) => {
    expect(() => Decimal.parseValue(value)).toThrow();
  });

  it('a Cursor is a text that is not too long', () => {
    expect(Cursor.parseValue('abc')).toBe('abc');
    for (const value of [1, null, 'x'.repeat(513)]) expect(() => Cursor.parseValue(value)).toThrow();
  });
});

describe('what a mutation comes to', () => {
  const fail = (error: unknown) =>
    outcome(async () => {
      throw error;
    });

  it.each([
    [new AppError('BAD_USER_INPUT', { reason: 'It is wrong' }), InvalidInput],
    [new AppError('UPLOAD_TOO_LARGE', { max: 1 }), InvalidInput],
    [new AppError('NOT_FOUND', { thing: 'It' }), NotFound],
    [new AppError('FORBIDDEN', { needed: 'x' }), Forbidden],
    [new AppError('CONFLICT', { reason: 'It is taken' }), Conflict],
  ])('%s is expected', async (error, type) => {
    const failure = await fail(error);
    expect(failure).toBeInstanceOf(type);
    expect(failure).toMatchObject({ code: error.code, message: error.message, hint: error.hint });
  });

  it.each([
    new AppError('INTERNAL'),
    new AppError('UNAUTHENTICATED'),
    new AppError('RATE_LIMITED'),
    new AppError('TIMEOUT'),
    new AppError('DATABASE_UNAVAILABLE'),
    new RangeError('a defect'),
  ])('%s is thrown on', async (error) => {
    await expect(fail(error)).rejects.toBe(error);
  });

  it('is its payload when all went well', async () => {
    expect(await outcome(async () => 'done')).toBe('done');
  });
});

it.each([
  [Decimal, '1e308'],
  [Decimal, Number.NaN],
  [DateTime, 'soon'],
  [DateTime, '0000-01-01T00:00:00Z'],
  [DateTime, '+275760-09-13T00:00:00Z'],
  [Cursor, 5],
])('what is no %s (%j) is the fault of who gave it', (scalar, given) => {
  expect(() => scalar.parseValue(given)).toThrow(
    expect.objectContaining({ originalError: coded('BAD_USER_INPUT') }),
  );
});
