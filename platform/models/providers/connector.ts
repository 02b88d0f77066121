import { Socket } from 'node:net';
import { buildConnector, errors } from 'undici';

/** Makes connections that are there in time; the client's own timer may ring half a second late. */
export function connectorWithin(connectMs: number): buildConnector.connector {
  const connect = buildConnector({ timeout: 0 });
  return (options, callback) => {
    let isWaiting = true;
    const socket: unknown = connect(options, (...result: Parameters<typeof callback>) => {
      isWaiting = false;
      clearTimeout(timer);
      callback(...result);
    });
    const giveUp = () => {
      if (isWaiting && socket instanceof Socket) socket.destroy(new errors.ConnectTimeoutError());
    };
    // What came while this thread was busy is heard first.
    const timer = setTimeout(() => setImmediate(giveUp), connectMs).unref();
  };
}
