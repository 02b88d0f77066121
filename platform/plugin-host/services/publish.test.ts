import { definePlugin, type PluginDefinition } from 'tributary/sdk';
import { v7 } from 'uuid';
import { callerOf } from '../../../testkit/subgraph-host.js';
import { manifestOf, openServiceHost, type ServiceHost } from './fixtures/service-host.js';

const named = (publishes: string[]): PluginDefinition => {
  const manifest = manifestOf('search', ['events', 'store']);
  return definePlugin({ ...manifest, contributes: { ...manifest.contributes, publishes } }, {});
};

let host: ServiceHost;
beforeAll(async () => {
  host = await openServiceHost([named(['search.matched'])]);
});
afterAll(() => host.close());

const payload = () => ({ savedSearchId: v7(), documentId: v7(), versionId: v7() });
const published = async (tenant: string) =>
  host.parts.database.tenant(tenant, (tx) =>
    tx.query<{ payload: object }>(`select payload from platform.outbox where name = 'search.matched'`),
  );

test('an event and what is kept with it commit together, once', async () => {
  const caller = callerOf(v7());
  const { events, store } = host.services('search', caller);
  const event = payload();
  const item = { collection: 'told', key: 'one', value: { at: 'now' }, replaces: 0 };
  expect(await events.publish('search.matched', event, [item])).toBe(true);
  expect(await events.publish('search.matched', event, [item])).toBe(false);
  expect((await published(caller.tenant)).map((row) => row.payload)).toEqual([event]);
  expect(await store.get('told', 'one')).toEqual({ at: 'now' });
  expect(await events.publish('search.matched', payload())).toBe(true);
  expect(await published(caller.tenant)).toHaveLength(2);
});

test('a payload that does not fit, and an event that the manifest does not name, are refused', async () => {
  const caller = callerOf(v7());
  const { events } = host.services('search', caller);
  await expect(events.publish('search.matched', { ...payload(), documentId: 'none' })).rejects.toMatchObject({
    code: 'BAD_USER_INPUT',
  });
  const other = await openServiceHost([named([])]);
  const silent = other.services('search', callerOf(v7())).events;
  await expect(silent.publish('search.matched', payload())).rejects.toMatchObject({
    code: 'PLUGIN_PERMISSION_DENIED',
  });
  await other.close();
  expect(await published(caller.tenant)).toEqual([]);
});
