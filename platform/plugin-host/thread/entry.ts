import { parentPort, workerData } from 'node:worker_threads';
import { AppError } from 'tributary/sdk';
import { Link } from './link.js';
import { beatsAt, callsAt, type FromThread, type ThreadData, type ToThread } from './messages.js';
import { mapImports } from './module-hooks.js';
import { openThreadPlugin } from './thread-plugin.js';
import { errorsOfPlugin } from './wire.js';

/*
 * The thread of one plugin. It says what the plugin is, then answers every port that it is given. That its event loop
 * runs is seen from outside, in a counter.
 */
const { version, packageUrl, state, messageBytes } = workerData as ThreadData;
const { plugin } = version;
const counters = new Int32Array(state);
const busy = new Map<Link, number>();
const beatMs = 250;

const tell = (message: FromThread) => parentPort?.postMessage(message);
setInterval(() => Atomics.add(counters, beatsAt, 1), beatMs);
process.on('unhandledRejection', (reason) => tell({ type: 'fault', error: errorsOfPlugin.write(reason) }));
// It would end the whole process.
process.kill = () => {
  throw new AppError('PLUGIN_PERMISSION_DENIED', { plugin, permission: 'process.kill' });
};
mapImports(packageUrl);

try {
  const opened = await openThreadPlugin(version);
  parentPort?.on('message', ({ port }: ToThread) => {
    const link: Link = new Link(port, {
      plugin,
      messageBytes,
      errors: errorsOfPlugin,
      answer: opened.answerTo(() => link),
      onBusy: (calls) => count(link, calls),
    });
    port.once('close', () => {
      link.close(new AppError('SHUTTING_DOWN'));
      busy.delete(link);
    });
  });
  tell({ type: 'ready', description: opened.description });
} catch (error) {
  tell({ type: 'failed', error: errorsOfPlugin.write(error) });
}

function count(link: Link, calls: number): void {
  busy.set(link, calls);
  let all = 0;
  for (const open of busy.values()) all += open;
  Atomics.store(counters, callsAt, all);
}
