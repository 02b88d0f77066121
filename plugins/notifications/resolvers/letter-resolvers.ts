import { connectionOf, pageRequest, parseInput, z } from 'tributary/sdk';

import { type Letter, letterStates, letters } from '../letters/letter.js';

import type { Resolvers } from '../schema.types.js';

const stateSchema = z.enum(letterStates).nullish();

export const letterQueries: Pick<Resolvers['Query'], 'notificationLetters'> = {
  async notificationLetters(_parent, { state, ...page }, { store, permissions }) {
    await permissions.expect('notifications:manage');
    const wanted = parseInput(stateSchema, state, 'state');
    const { first, after } = pageRequest(page);
    const where = wanted ? { state: wanted } : null;
    const totalCount = await store.count(letters, where ? { where } : { prefix: '' });
    const found = where
      ? (await store.find(letters, { where, first, after })).items
      : await store.list(letters, { first, after });
    const items = found.map(({ key, value }) => {
      const { documentId: _, ...shown } = value as Letter;
      return { key, node: { id: Buffer.from(key).toString('base64url'), ...shown } };
    });
    const last = found.at(-1);
    const hasNextPage =
      last !== undefined &&
      (where
        ? (await store.find(letters, { where, first: 1, after: last.key })).items
        : await store.list(letters, { first: 1, after: last.key })
      ).length > 0;
    return connectionOf(items, { totalCount, hasNextPage, after });
  },
};
