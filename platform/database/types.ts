import { createPostgreSqlTypeParsers } from '@mikro-orm/postgresql';
import pg from 'pg';

type Parser = (text: string) => unknown;

const oid = { int8: 20, date: 1082, int8Array: 1016, textArray: 1009 };
const parseArray = parserOf(oid.textArray);
const parseNumbers: Parser = (text) =>
  (parseArray(text) as (string | null)[]).map((item) => (item === null ? null : Number(item)));

/** What MikroORM expects of the driver: it parses dates by itself. */
export const entityTypes = overriding(
  createPostgreSqlTypeParsers((text) => parseArray(text) as string[]) as Record<number, Parser>,
);

/**
 * What `Transaction.query` returns: `bigint` as a number (ours stay below 2^53), `numeric` as a string, `date` as
 * `YYYY-MM-DD`, `timestamptz` as a Date, `json` parsed, `bytea` as a Buffer.
 */
export const queryTypes = overriding({
  [oid.int8]: Number,
  [oid.int8Array]: parseNumbers,
  [oid.date]: (text) => text,
});

function overriding(parsers: Record<number, Parser>): pg.CustomTypesConfig {
  const getTypeParser = (id: number, format?: string) =>
    (format === 'binary' ? undefined : parsers[id]) ?? parserOf(id);
  return { getTypeParser } as pg.CustomTypesConfig;
}

function parserOf(id: number): Parser {
  return pg.types.getTypeParser(id, 'text') as Parser;
}
