import { parentPort } from 'node:worker_threads';
import { errorShape } from 'tributary/sdk';
import { parseDocument } from '../parse-document.js';
import type { ParseAnswer, ParseRequest, Ready } from './messages.js';

/** The thread of a parse pool: one document after the other, nothing of one is kept for the next. */
parentPort?.on('message', async ({ bytes, hint }: ParseRequest) => {
  const answer: ParseAnswer = await parseDocument(bytes, hint).then(
    (document) => ({ document }),
    (error: unknown) => ({ error: errorShape(error) }),
  );
  parentPort?.postMessage(answer);
});
parentPort?.postMessage('ready' satisfies Ready);
