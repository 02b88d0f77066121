import { parentPort, workerData } from 'node:worker_threads';
import { compose, type SubgraphSource } from './compose.js';

/** The thread that composes one supergraph and ends. */
parentPort?.postMessage(compose(workerData as readonly SubgraphSource[]));
