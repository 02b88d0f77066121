import { Socket } from 'node:net';
import { buildConnector, errors } from 'undici';

/** Makes connections that are there in time; the client's own timer may ring half a second late. */
export function connectorWithin(connectMs: number): buildConnector.connector {
  const connect = buildConnector({ timeout: 0 });
  return (options, callback) => {
    const socket: unknown = connect(options, (...result: Parameters<typeof callback>) => {
      clearTimeout(timer);
      callback(...result);
    });
    const late = () => socket instanceof Socket && socket.destroy(new errors.ConnectTimeoutError());
    const timer = setTimeout(late, connectMs).unref();
  };
}
