import { AppError, definePlugin, defineService, type RequestContext, z } from 'tributary/sdk';
import { v7 } from 'uuid';
import { callerOf } from '../../../testkit/subgraph-host.js';
import { manifestOf, openServiceHost, type ServiceHost } from './fixtures/service-host.js';

const notes = defineService({
  id: 'provider.notes',
  description: 'Keeps notes for others.',
  needs: ['store'],
  methods: {
    keep: { input: z.object({ text: z.string() }), output: z.object({ id: z.string() }) },
    broken: { input: z.object({}), output: z.object({ id: z.string() }) },
    denied: { input: z.object({}), output: z.null() },
  },
  serve: {
    async keep({ text }, { store }) {
      await store.put('notes', 'n', text);
      return { id: 'n' };
    },
    broken: async () => ({ id: 1 as never }),
    async denied(_input, services) {
      await (services as unknown as { blobs: { list(): Promise<unknown> } }).blobs.list();
      return null;
    },
  },
});
const provider = definePlugin(manifestOf('provider', ['store', 'blobs']), { provides: [notes] });
const consumer = definePlugin(
  manifestOf('consumer', ['provider.notes', 'missing.service', 'events', 'blobs', 'settings']),
  {},
);

let host: ServiceHost;
beforeAll(async () => {
  host = await openServiceHost([provider, consumer]);
});
afterAll(() => host.close());

type Provided = Record<string, Record<string, (input: unknown) => Promise<unknown>>>;
const ofConsumer = (context: RequestContext) => host.services('consumer', context) as unknown as Provided;

test('a plugin calls the service of another with its own rights and the permissions of that other', async () => {
  const context = callerOf(v7());
  const service = ofConsumer(context)['provider.notes']!;
  expect(await service.keep!({ text: 'hello' })).toEqual({ id: 'n' });
  expect(await host.services('provider', context).store.get('notes', 'n')).toBe('hello');
  expect(await host.services('provider', callerOf(v7())).store.get('notes', 'n')).toBeNull();
  expect(() => host.services('consumer', context).store).toThrow(/no permission store/);
  await expect(service.keep!({ text: 1 })).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  await expect(service.broken!({})).rejects.toMatchObject({
    code: 'PLUGIN_PART_INVALID',
    details: { plugin: 'provider' },
  });
  // The provider's own manifest permits blobs, but the service does not name them in `needs`.
  await expect(service.denied!({})).rejects.toMatchObject({ code: 'PLUGIN_PERMISSION_DENIED' });
  expect(service.other).toBeUndefined();
});

test('a service of a plugin that the tenant has switched off is not available to it', () => {
  const context = callerOf(v7());
  host.off.add(`${context.tenant} provider`);
  expect(() => ofConsumer(context)['provider.notes']).toThrow(
    expect.objectContaining({ code: 'PLUGIN_DISABLED' }),
  );
  expect(ofConsumer(callerOf(v7()))['provider.notes']).toBeDefined();
});

test('a service that no enabled plugin provides is not available', () => {
  expect(() => ofConsumer(callerOf(v7()))['missing.service']).toThrow(
    expect.objectContaining({ code: 'PLUGIN_UNAVAILABLE' }),
  );
});

test('events are those of documents that the caller may read, and for those who may also the others', async () => {
  const { database, access, outbox } = host.parts;
  const tenant = v7();
  const reader = callerOf(tenant, { roles: ['member'], groups: ['a'] });
  const analyst = callerOf(tenant, { roles: ['auditor'] });
  const [mine, hidden, last] = [v7(), v7(), v7()];
  await database.tenant(tenant, async (tx) => {
    await access.set(tx, { type: 'Document', id: mine }, ['group:a']);
    await access.set(tx, { type: 'Document', id: hidden }, ['group:b']);
    await access.set(tx, { type: 'Document', id: last }, ['tenant']);
  });
  const seenBy = async (context: RequestContext) => {
    const end = new AbortController();
    const { events } = host.services('consumer', context);
    const seen: string[] = [];
    for await (const event of events.subscribe(['document.changed', 'review.requested'], end.signal)) {
      if (event.name === 'review.requested') seen.push(event.payload.reason);
      else seen.push(event.payload.documentId);
      if (seen.at(-1) === last) end.abort();
    }
    return seen;
  };
  const [ofReader, ofAnalyst] = [seenBy(reader), seenBy(analyst)];
  await database.tenant(tenant, async (tx) => {
    await outbox.event(tx, reader, 'document.changed', { documentId: mine, status: 'READY' });
    await outbox.event(tx, reader, 'document.changed', { documentId: hidden, status: 'READY' });
    await outbox.event(tx, reader, 'review.requested', {
      reviewId: v7(),
      documentId: null,
      reason: 'budget',
    });
    await outbox.event(tx, reader, 'document.changed', { documentId: last, status: 'READY' });
  });
  expect(await ofReader).toEqual([mine, last]);
  expect(await ofAnalyst).toEqual(['budget', last]);
});

test('blobs and settings are those of the plugin that asks', async () => {
  const context = callerOf(v7());
  await host.services('provider', context).blobs.put('a', new Uint8Array([1, 2]));
  const { blobs, settings } = host.services('consumer', context);
  expect(await blobs.get('a')).toBeNull();
  const asked: unknown[] = [];
  Object.assign(host.parts.ports, {
    pluginSettings: {
      async read(caller: RequestContext, plugin: string) {
        asked.push([caller.tenant, plugin]);
        if (plugin !== 'consumer') throw new AppError('INTERNAL');
        return { token: 'clear' };
      },
    },
  });
  expect(await settings.read()).toEqual({ token: 'clear' });
  expect(asked).toEqual([[context.tenant, 'consumer']]);
});
