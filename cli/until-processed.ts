import { setTimeout as wait } from 'node:timers/promises';
import { type Client, operation } from 'tributary/client';
import { AppError } from 'tributary/sdk';

const processing = operation<{ documents: { totalCount: number } }>(
  'query StillProcessing { documents(first: 1, filter: { status: PROCESSING }) { totalCount } }',
);
const lookAgainMs = 250;

/**
 * Resolves when no document of the caller's tenant is being processed any more; `TIMEOUT` when the signal ends first.
 * `onLeft` is told how many are.
 */
export async function untilProcessed(
  client: Client,
  signal: AbortSignal,
  onLeft?: (left: number) => void,
): Promise<void> {
  for (;;) {
    if (signal.aborted) throw new AppError('TIMEOUT');
    const { documents } = await client.request(processing, {});
    if (documents.totalCount === 0) return;
    onLeft?.(documents.totalCount);
    await wait(lookAgainMs);
  }
}
