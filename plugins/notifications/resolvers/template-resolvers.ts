import { AppError, connectionOf, outcomeOf, pageRequest, parseInput, storedPage } from 'tributary/sdk';

import type { Context, Resolvers } from '../schema.types.js';
import {
  keyOfVersion,
  placesOf,
  readTemplate,
  type Template,
  templateInput,
  templates,
  templateVersions,
} from '../templates/template.js';

const mostTemplates = 500;
const mostTries = 5;
const view = (template: Template) => ({
  ...template,
  places: [...new Set(template.texts.flatMap(placesOf))],
});

export const templateQueries: Pick<Resolvers['Query'], 'notificationTemplates'> = {
  async notificationTemplates(_parent, page, { store, permissions }) {
    await permissions.expect('notifications:send');
    const request = pageRequest(page);
    const { items, ...rest } = await storedPage(store, templates, { prefix: '' }, request);
    const nodes = items.map(({ key, value }) => ({ key, node: view(value as Template) }));
    return connectionOf(nodes, { ...rest, after: request.after });
  },
};

export const templateMutations: Pick<
  Resolvers['Mutation'],
  'putNotificationTemplate' | 'deleteNotificationTemplate'
> = {
  putNotificationTemplate: (_parent, { input }, context) =>
    outcomeOf(async () => {
      await context.permissions.expect('notifications:manage');
      return { __typename: 'NotificationTemplatePayload', template: view(await put(context, input)) };
    }),
  deleteNotificationTemplate: (_parent, { input: { name } }, { store, permissions }) =>
    outcomeOf(async () => {
      await permissions.expect('notifications:manage');
      const known = await readTemplate(store, name);
      if (!known) throw new AppError('NOT_FOUND', { thing: `The template ${name.slice(0, 60)}` });
      const audited = { action: 'deleteTemplate', subjects: [{ type: 'NotificationTemplate', id: name }] };
      await store.change([{ collection: templates, key: name }], audited);
      return { __typename: 'DeleteNotificationTemplatePayload', name };
    }),
};

/** The next version, with this language as it is given and the others as they were. */
async function put({ store, clock, request }: Context, input: unknown): Promise<Template> {
  const { name, ...text } = parseInput(templateInput, input);
  for (let tries = 0; tries < mostTries; tries += 1) {
    const before = await readTemplate(store, name);
    if (!before && (await store.count(templates, { prefix: '' })) >= mostTemplates)
      throw new AppError('CONFLICT', { reason: `There are ${mostTemplates} templates already; delete one` });
    const known = before?.texts ?? [];
    const texts = known.some(({ locale }) => locale === text.locale)
      ? known.map((each) => (each.locale === text.locale ? text : each))
      : [...known, text];
    const version = (before?.version ?? 0) + 1;
    const next: Template = {
      name,
      version,
      texts,
      updatedAt: clock.now().toISOString(),
      updatedBy: request.actor,
    };
    const audited = {
      action: 'putTemplate',
      subjects: [{ type: 'NotificationTemplate', id: name }],
      body: { version, locale: text.locale },
    };
    const writes = [
      { collection: templates, key: name, value: next, version, replaces: version - 1 },
      { collection: templateVersions, key: keyOfVersion(name, version), value: next },
    ];
    if (await store.change(writes, audited)) return next;
  }
  throw new AppError('CONFLICT', { reason: `the template ${name} is being changed by others` });
}
