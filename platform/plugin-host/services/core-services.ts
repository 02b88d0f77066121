import {
  AppError,
  type FeedbackService,
  type KeysService,
  type LogService,
  type PermissionsService,
  type RecommendationsService,
  type ReviewsService,
} from 'tributary/sdk';
import { isAuthorized, isPermission } from '#platform/access';
import type { ServiceCaller, ServiceParts } from './service-parts.js';

export function recommendationsService(
  { ports }: ServiceParts,
  { context }: ServiceCaller,
): RecommendationsService {
  return {
    list: (filter) => ports.recommendations.list(context, filter),
    read: (id) => ports.recommendations.read(context, id),
  };
}

export function feedbackService({ ports }: ServiceParts, { context }: ServiceCaller): FeedbackService {
  return { onRecommendations: (filter) => ports.feedback.onRecommendations(context, filter) };
}

/** Asks a person; those who may read the document may see the review. */
export function reviewsService(parts: ServiceParts, { context, plugin }: ServiceCaller): ReviewsService {
  const { database, access, ports } = parts;
  return {
    request: ({ documentId, ...review }) =>
      database.tenant(context.tenant, async (tx) => {
        const entity = documentId ? { type: 'Document', id: documentId } : null;
        const list = entity ? await access.list(tx, entity) : context.rights.principals;
        const reviewId = await ports.reviews.request(tx, context, {
          ...review,
          documentId,
          subject: entity ? { type: 'document', id: entity.id } : { type: 'plugin', id: plugin.id },
          access: list,
        });
        return { reviewId };
      }),
  };
}

/** A plugin's subjects are its own: no plugin can erase or read what another has encrypted. */
export function keysService(
  { database, keys }: ServiceParts,
  { context, plugin }: ServiceCaller,
): KeysService {
  const own = (subject: string) => `plugin:${plugin.id}:${subject}`;
  return {
    encrypt: (subject, plain) =>
      database.tenant(context.tenant, (tx) => keys.encrypt(tx, own(subject), plain)),
    decrypt: (subject, cipher) =>
      database.tenant(context.tenant, (tx) => keys.decrypt(tx, own(subject), cipher)),
  };
}

export function logService({ log }: ServiceParts, { context, plugin, run }: ServiceCaller): LogService {
  const about = {
    plugin: plugin.id,
    tenant: context.tenant,
    requestId: context.requestId,
    runId: run?.runId,
  };
  return {
    info: (message, fields) => log.info({ ...fields, ...about }, message),
    warn: (message, fields) => log.warn({ ...fields, ...about }, message),
  };
}

export function permissionsService(_parts: ServiceParts, { context }: ServiceCaller): PermissionsService {
  const allows = (permission: string) => isPermission(permission) && isAuthorized(context, permission);
  return {
    allows: async (permission) => allows(permission),
    async expect(permission) {
      if (!allows(permission)) throw new AppError('FORBIDDEN', { needed: permission });
    },
  };
}
