import { parentPort, workerData } from 'node:worker_threads';
import { errorShape } from 'tributary/sdk';
import { attachServer } from '#platform/database';
import { takeStrayFault } from '#platform/plugin-host';
import { createLogger } from '#platform/telemetry';
import { startWork } from './work.js';
import type { ToWorker, WorkerData } from './worker-messages.js';

/** The thread in which jobs and plugin code run, so that they never hold up the thread that answers requests. */
const { config, databaseUrl } = workerData as WorkerData;
const gatewayUrl = Promise.withResolvers<string>();
const log = createLogger(config, { thread: 'worker' });
const work = startWork({ config, server: attachServer(databaseUrl), log, gatewayUrl: gatewayUrl.promise });

/** What a plugin leaves uncaught is its fault; anything else ends the thread. */
const crash = (error: unknown) => {
  if (takeStrayFault(error, log)) return;
  log.fatal({ err: error }, 'error that nobody caught');
  process.exit(1);
};
process.on('uncaughtException', crash);
process.on('unhandledRejection', crash);

parentPort?.on('message', async (message: ToWorker) => {
  if (message.type === 'gateway') gatewayUrl.resolve(message.url);
  if (message.type === 'measure') {
    const metrics = await (await work).measure();
    parentPort?.postMessage({ type: 'measured', id: message.id, metrics });
  }
  if (message.type === 'plugin') {
    const { id, order } = message;
    const error = await work.then(({ plugins }) => plugins.obey(order)).then(() => null, errorShape);
    parentPort?.postMessage({ type: 'plugin-done', id, error });
  }
  if (message.type !== 'stop') return;
  await (await work).stop(message.deadlineMs);
  parentPort?.postMessage({ type: 'stopped' });
  parentPort?.close();
});

try {
  await work;
  parentPort?.postMessage({ type: 'ready' });
} catch (error) {
  log.fatal({ err: error }, 'the worker could not start');
  parentPort?.postMessage({ type: 'failed', error: errorShape(error) });
}
