import { PostgresConnection } from 'bullmq';

type ListenClient = Awaited<ReturnType<PostgresConnection['getListenClient']>>;

/**
 * One connection that listens for all queues. BullMQ means it for one queue: with several, their LISTEN commands would
 * meet on it, and a client of `pg` takes one query at a time.
 */
export class SharedConnection extends PostgresConnection {
  readonly #clients = new WeakMap<ListenClient, ListenClient>();

  override async getListenClient(): Promise<ListenClient> {
    const client = await super.getListenClient();
    const known = this.#clients.get(client) ?? inTurn(client);
    this.#clients.set(client, known);
    return known;
  }
}

function inTurn(client: ListenClient): ListenClient {
  let last: Promise<unknown> = Promise.resolve();
  const query: ListenClient['query'] = (text, parameters) => {
    const next = last.then(
      () => client.query(text, parameters),
      () => client.query(text, parameters),
    );
    last = next;
    return next as ReturnType<typeof client.query> as never;
  };
  return new Proxy(client, {
    get: (target, name) => {
      if (name === 'query') return query;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
