import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestSystem } from '../system.js';

/** The rows of any table that hold the text, also as bytes, each behind the name of its table. */
export async function rowsWith(system: TestSystem, text: string): Promise<string[]> {
  const tables = await system.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema') order by name`,
  );
  const asked = tables.map(
    ({ name }, at) =>
      `select '${name} ' || left(t${at}::text, 300) as row from ${name} t${at}
        where position($1 in lower(t${at}::text)) > 0 or position($2 in t${at}::text) > 0`,
  );
  const hex = Buffer.from(text).toString('hex');
  const found = await system.query<{ row: string }>(asked.join(' union all '), [text, hex]);
  return found.map(({ row }) => row);
}

/** The files of the data folder that hold the text, but for those of the database. */
export async function filesWith(system: TestSystem, text: string): Promise<string[]> {
  const entries = await readdir(system.dataDir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !entry.parentPath.includes('/postgres'));
  const found = await Promise.all(
    files.map(async ({ parentPath, name }) => {
      const path = join(parentPath, name);
      const bytes = await readFile(path).catch(() => Buffer.alloc(0));
      return bytes.toString('latin1').toLowerCase().includes(text) ? [path] : [];
    }),
  );
  return found.flat();
}
