import { parentPort } from 'node:worker_threads';
import { sayEvery, startChaosProvider } from '../../testkit/providers/index.js';

/* A provider of answers in a thread of its own, about as slow as a quick model: what it says takes nothing from the loop that measures. */
const provider = await startChaosProvider();
provider.by(() => sayEvery(250, 'The bell ', 'is rung ', 'at four.'));
parentPort?.postMessage(provider.url);
