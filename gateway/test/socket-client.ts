import { once } from 'node:events';
import { WebSocket } from 'ws';

export interface Frame {
  type: string;
  id?: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came
  payload?: any;
}

/** A client that speaks graphql-transport-ws frame by frame, so that a test can also speak it wrongly. */
export class SocketClient {
  readonly socket: WebSocket;
  readonly closed: Promise<{ code: number; reason: string }>;
  readonly #frames: Frame[] = [];
  readonly #waiting: ((frame: Frame) => void)[] = [];

  private constructor(socket: WebSocket) {
    this.socket = socket;
    this.closed = new Promise((resolve) => {
      socket.once('close', (code, reason) => resolve({ code, reason: String(reason) }));
    });
    socket.on('message', (data) => {
      const frame = JSON.parse(String(data)) as Frame;
      const waiting = this.#waiting.shift();
      if (waiting) waiting(frame);
      else this.#frames.push(frame);
    });
  }

  static async open(url: string, headers: Record<string, string> = {}): Promise<SocketClient> {
    const client = new SocketClient(new WebSocket(url, 'graphql-transport-ws', { headers }));
    await once(client.socket, 'open');
    return client;
  }

  static async signedIn(
    url: string,
    token = 'token-a',
    headers: Record<string, string> = {},
  ): Promise<SocketClient> {
    const client = await SocketClient.open(url, headers);
    client.send({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } });
    const { type } = await client.next();
    if (type !== 'connection_ack') throw new Error(`expected connection_ack, got ${type}`);
    return client;
  }

  send(frame: unknown): void {
    this.socket.send(JSON.stringify(frame));
  }

  subscribe(id: string, payload: unknown): void {
    this.send({ id, type: 'subscribe', payload });
  }

  next(): Promise<Frame> {
    const frame = this.#frames.shift();
    return frame ? Promise.resolve(frame) : new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** All frames of an operation, to its end. */
  async operation(id: string, payload: unknown): Promise<Frame[]> {
    this.subscribe(id, payload);
    const frames: Frame[] = [];
    for (;;) {
      const frame = await this.next();
      frames.push(frame);
      if (frame.type === 'complete' || frame.type === 'error') return frames;
    }
  }

  close(): void {
    this.socket.terminate();
  }
}
