import { parentPort } from 'node:worker_threads';
import { tellingVector } from '../../testkit/embedding-change.js';
import { embed, startChaosProvider } from '../../testkit/providers/index.js';

/* A provider of embeddings in a thread of its own: what it makes takes nothing from the loop that measures. */
const provider = await startChaosProvider();
provider.nextEmbeddings(embed(tellingVector));
parentPort?.postMessage(provider.url);
