import type { AnalyticsService, BlobsService, SettingsService, StoreService } from 'tributary/sdk';
import { createPluginBlobs } from '#platform/store';
import type { ServiceCaller, ServiceParts } from './service-parts.js';

export function storeService(
  { store, outbox }: ServiceParts,
  { context, plugin }: ServiceCaller,
): StoreService {
  return {
    get: (...rest) => store.get(context, plugin.id, ...rest),
    getMany: (...rest) => store.getMany(context, plugin.id, ...rest),
    put: (...rest) => store.put(context, plugin.id, ...rest),
    delete: (...rest) => store.delete(context, plugin.id, ...rest),
    change: (writes, audited) =>
      store.change(context, plugin.id, writes, async (tx) => {
        if (!audited) return;
        const { action, subjects = [], body = {} } = audited;
        await outbox.audit(tx, context, {
          kind: 'mutation',
          action: `${plugin.id}.${action}`,
          subjects: [...subjects],
          body: { ...body },
        });
      }),
    list: (...rest) => store.list(context, plugin.id, ...rest),
    find: (...rest) => store.find(context, plugin.id, ...rest),
    count: (...rest) => store.count(context, plugin.id, ...rest),
    outdated: (...rest) => store.outdated(context, plugin.id, ...rest),
  };
}

export function blobsService(parts: ServiceParts, { context, plugin, signal }: ServiceCaller): BlobsService {
  const blobs = createPluginBlobs(parts);
  return {
    put: (...rest) => blobs.put(context, plugin.id, signal, ...rest),
    get: (...rest) => blobs.get(context, plugin.id, signal, ...rest),
    list: (...rest) => blobs.list(context, plugin.id, signal, ...rest),
    delete: (...rest) => blobs.delete(context, plugin.id, signal, ...rest),
  };
}

/** A plugin reads its own settings, whoever calls it. */
export function settingsService(
  { ports }: ServiceParts,
  { context, plugin }: ServiceCaller,
): SettingsService {
  return {
    read: () => ports.pluginSettings.read(context, plugin.id),
    change: async (values) => {
      await ports.pluginSettings.set(context, plugin.id, values);
    },
  };
}

export function analyticsService({ ports }: ServiceParts, { context }: ServiceCaller): AnalyticsService {
  return {
    usage: (...rest) => ports.analytics.usage(context, ...rest),
    documents: (...rest) => ports.analytics.documents(context, ...rest),
    recommendations: (...rest) => ports.analytics.recommendations(context, ...rest),
    query: (program) => ports.analytics.query(context, program),
  };
}
