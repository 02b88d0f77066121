import { readFile } from 'node:fs/promises';
import { AppError, type z } from 'tributary/sdk';

/** The records of a JSON Lines file; null when there is no such file. Throws `BAD_USER_INPUT` naming a bad line. */
export async function readRecords<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
): Promise<z.output<Schema>[] | null> {
  const text = await readText(path);
  if (text === null) return null;
  return text.split('\n').flatMap((line, at) => {
    if (line.trim() === '') return [];
    try {
      return [schema.parse(JSON.parse(line))];
    } catch (cause) {
      throw new AppError(
        'BAD_USER_INPUT',
        { reason: `line ${at + 1} of ${path} is not a record of this set` },
        { cause },
      );
    }
  });
}

async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (['ENOENT', 'ENOTDIR'].includes((cause as NodeJS.ErrnoException).code ?? '')) return null;
    throw new AppError('BAD_USER_INPUT', { reason: `${path} cannot be read` }, { cause });
  }
}
