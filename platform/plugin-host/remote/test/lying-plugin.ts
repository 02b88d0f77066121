import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';

/** A remote plugin that answers what a test has it say, true or not. */
export class LyingPlugin {
  readonly #server: Server;
  readonly #sockets = new WebSocketServer({ noServer: true, handleProtocols: () => 'graphql-transport-ws' });
  /** What was asked over HTTP: path, headers and body. */
  readonly asked: { path: string; headers: NodeJS.Dict<string | string[]>; body: string }[] = [];
  /** Payloads of `connection_init`. */
  readonly connected: Record<string, string>[] = [];
  answer: (response: ServerResponse, path: string) => void = (response) => response.end('{}');
  /** Frames that follow a subscription; the socket closes after them. */
  frames: object[] = [];

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<LyingPlugin> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.once('end', () => {
        const path = request.url ?? '';
        plugin.asked.push({ path, headers: request.headers, body: Buffer.concat(chunks).toString() });
        plugin.answer(response, path);
      });
    });
    const plugin = new LyingPlugin(server);
    server.on('upgrade', (request, socket, head) => {
      plugin.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
        const send = (frame: object) => webSocket.send(JSON.stringify(frame));
        webSocket.on('error', () => undefined);
        webSocket.on('message', (data) => {
          const { type, id, payload } = JSON.parse(String(data));
          if (type === 'connection_init') {
            plugin.connected.push(payload);
            send({ type: 'connection_ack' });
          }
          if (type !== 'subscribe') return;
          for (const frame of plugin.frames) send({ id, ...frame });
        });
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return plugin;
  }

  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get url(): string {
    return `http://${this.host}/graphql`;
  }

  /** Breaks every socket off. */
  hangUp(): void {
    for (const socket of this.#sockets.clients) socket.terminate();
  }

  async stop(): Promise<void> {
    this.hangUp();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
