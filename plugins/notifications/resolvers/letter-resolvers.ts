import { connectionOf, pageRequest, parseInput, storedPage, z } from 'tributary/sdk';

import { type Letter, letterStates, letters } from '../letters/letter.js';

import type { Resolvers } from '../schema.types.js';

const stateSchema = z.enum(letterStates).nullish();

export const letterQueries: Pick<Resolvers['Query'], 'notificationLetters'> = {
  async notificationLetters(_parent, { state, ...page }, { store, permissions }) {
    await permissions.expect('notifications:manage');
    const wanted = parseInput(stateSchema, state, 'state');
    const request = pageRequest(page);
    const of = wanted ? { where: { state: wanted } } : { prefix: '' };
    const { items, ...rest } = await storedPage(store, letters, of, request);
    const nodes = items.map(({ key, value }) => {
      const { documentId: _, ...shown } = value as Letter;
      return { key, node: { id: Buffer.from(key).toString('base64url'), ...shown } };
    });
    return connectionOf(nodes, { ...rest, after: request.after });
  },
};
