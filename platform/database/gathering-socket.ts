import { Socket } from 'node:net';

/**
 * Sends what is written in one turn of the event loop together: `begin` with the first query, queries that do not
 * wait for each other. Every packet wakes the database, which costs more than most of the queries do.
 */
export class GatheringSocket extends Socket {
  #gathers = false;

  constructor() {
    super();
    // `connect` puts the plain `write` upon the socket; this takes it away again.
    this.once('connect', () => void Reflect.deleteProperty(this, 'write'));
  }

  override write(...parameters: unknown[]): boolean {
    if (!this.#gathers) {
      this.#gathers = true;
      this.cork();
      process.nextTick(() => {
        this.#gathers = false;
        this.uncork();
      });
    }
    return Reflect.apply(super.write, this, parameters) as boolean;
  }
}
