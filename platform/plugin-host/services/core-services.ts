import {
  AppError,
  type FeedbackService,
  type KeysService,
  type LogService,
  type PermissionsService,
  type RecommendationsService,
  type ReviewsService,
  type RulesService,
} from 'tributary/sdk';
import { isAuthorized, isPermission } from '#platform/access';
import type { ServiceCaller, ServiceParts } from './service-parts.js';

export function recommendationsService(
  { ports }: ServiceParts,
  { context }: ServiceCaller,
): RecommendationsService {
  return {
    list: (filter) => ports.recommendations.list(context, filter),
    ofDocuments: (...rest) => ports.recommendations.ofDocuments(context, ...rest),
    read: (id) => ports.recommendations.read(context, id),
  };
}

export function feedbackService({ ports }: ServiceParts, { context }: ServiceCaller): FeedbackService {
  return { onRecommendations: (filter) => ports.feedback.onRecommendations(context, filter) };
}

/** Asks a person; those who may read the document may see the review. A plugin asks about what is its own. */
export function reviewsService(parts: ServiceParts, { context, plugin }: ServiceCaller): ReviewsService {
  const { database, access, ports } = parts;
  const own = (subject: { type: string; id: string }) => {
    if (subject.type.startsWith(`${plugin.id}.`)) return subject;
    const reason = `subject.type must begin with ${plugin.id}. and is ${subject.type}`;
    throw new AppError('BAD_USER_INPUT', { reason });
  };
  return {
    request: ({ documentId, subject, ...review }) =>
      database.tenant(context.tenant, async (tx) => {
        const entity = documentId ? { type: 'Document', id: documentId } : null;
        const list = entity ? await access.list(tx, entity) : context.rights.principals;
        const about = entity ? { type: 'document', id: entity.id } : { type: 'plugin', id: plugin.id };
        const reviewId = await ports.reviews.request(tx, context, {
          ...review,
          documentId,
          subject: subject ? own(subject) : about,
          plugin: plugin.id,
          access: list,
        });
        return { reviewId };
      }),
    find: (ids) => database.tenant(context.tenant, (tx) => ports.reviews.find(tx, context, ids, plugin.id)),
    async withdraw(subject) {
      const { type, id } = own(subject);
      await database.tenant(context.tenant, (tx) => ports.reviews.withdraw(tx, context, { type, ids: [id] }));
    },
  };
}

/** The rule sets of the caller's tenant. */
export function rulesService({ ports }: ServiceParts, { context }: ServiceCaller): RulesService {
  return {
    judge: async (set, facts, kind) => (await ports.ruleSets.judge?.(context, set, facts, kind)) ?? [],
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
