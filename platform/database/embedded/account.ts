import { execFile } from 'node:child_process';
import { chown, lstat, mkdir } from 'node:fs/promises';
import { promisify } from 'node:util';
import { AppError } from 'tributary/sdk';

const run = promisify(execFile);
const name = 'postgres';

/** Who runs the database: `null` is ourselves; Postgres refuses root, so root lends it an unprivileged user. */
export type Account = { readonly uid: number; readonly gid: number } | null;

/** Finds the user that the embedded database runs as; as root it is `postgres`, made if missing. */
export async function databaseAccount(): Promise<Account> {
  if (process.getuid?.() !== 0) return null;
  return (await lookUp()) ?? (await create());
}

/** Makes a folder that belongs to the account, or checks that one that is there does. */
export async function makeFolder(path: string, account: Account): Promise<void> {
  const made = await mkdir(path, { recursive: true, mode: 0o700 });
  if (made !== undefined && account) await chown(path, account.uid, account.gid);
  const owner = account?.uid ?? process.getuid?.();
  const found = await lstat(path);
  if (found.isDirectory() && found.uid === owner) return;
  throw new AppError('CONFIG_INVALID', {
    key: 'DATA_DIR',
    reason: `${path} belongs to another user; remove it`,
  });
}

async function lookUp(): Promise<Account> {
  try {
    const [user, group] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
    return { uid: Number(user.stdout), gid: Number(group.stdout) };
  } catch {
    return null;
  }
}

async function create(): Promise<Account> {
  try {
    await run('useradd', [
      '--system',
      '--user-group',
      '--no-create-home',
      '--shell',
      '/usr/sbin/nologin',
      name,
    ]);
  } catch (cause) {
    const account = await lookUp(); // another process may have made it meanwhile
    if (account) return account;
    const reason = `the user ${name}, which the embedded database runs as, cannot be made`;
    throw new AppError('CONFIG_INVALID', { key: 'DATABASE_URL', reason }, { cause });
  }
  return lookUp();
}
