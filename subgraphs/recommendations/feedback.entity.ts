import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql';

export const FeedbackEntity = defineEntity({
  name: 'RecommendationFeedbackEntity',
  schema: 'recommendations',
  tableName: 'feedback',
  properties: {
    recommendationId: p.uuid().primary(),
    actor: p.text().primary(),
    tenantId: p.uuid(),
    value: p.text().$type<'UP' | 'DOWN'>(),
    comment: p.text().nullable(),
    at: p.datetime(),
  },
});
export type FeedbackRow = InferEntity<typeof FeedbackEntity>;
