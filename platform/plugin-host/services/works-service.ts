import { AppError, type WorksService } from 'tributary/sdk';
import type { ServiceCaller, ServiceParts } from './service-parts.js';

/** Long work, of the plugin's own kinds or of others, with the rights of the caller. */
export function worksService(
  { ports, contributions }: ServiceParts,
  { context, plugin }: ServiceCaller,
): WorksService {
  return {
    start: ({ work, payload, key = undefined }) =>
      ports.works.start(context, { work: idOf(work), payload, key: key ?? null }),
    find: (workIds) => ports.works.find(context, workIds),
    cancel: (workId) => ports.works.cancel(context, workId),
    async report({ work, ...report }) {
      const id = idOf(work);
      const found = contributions.work(id);
      if (found?.plugin.id !== plugin.id || !found.hosted.description.isConducted)
        throw new AppError('NOT_FOUND', { thing: `The conducted work ${id} of ${plugin.id}` });
      await ports.works.report(null, context, { ...report, work: id });
    },
  };
}

const idOf = (work: string | { readonly id: string }) => (typeof work === 'string' ? work : work.id);
