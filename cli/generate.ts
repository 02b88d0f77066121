import { makeContracts } from './generate/contracts.js';
import { drifted, writeContracts } from './generate/write-contracts.js';

/**
 * Writes the committed contracts that changed, or with `check` only names them. Returns the exit code: 1 when the
 * committed ones are out of date, or the graph departs from its conventions.
 */
export async function generate({ check }: { check: boolean }): Promise<number> {
  const { files, departures } = await makeContracts();
  const changed = await drifted(files);
  const names = changed.map(({ path }) => path).join(', ');
  if (!check) await writeContracts(changed);
  else if (changed.length > 0) process.stderr.write(`Out of date: ${names}. Run: npm run generate\n`);
  for (const departure of departures) process.stderr.write(`${departure}\n`);
  if (departures.length > 0 || (check && changed.length > 0)) return 1;
  process.stdout.write(
    changed.length > 0 ? `Written: ${names}\n` : `${files.length} contracts, up to date\n`,
  );
  return 0;
}
