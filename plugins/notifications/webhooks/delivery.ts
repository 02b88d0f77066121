import { AppError, newestFirst, type StoreService, type StoreWrite } from 'tributary/sdk';

export const deliveryStates = ['PENDING', 'RETRYING', 'SUCCEEDED', 'DEAD'] as const;

/** One attempt. What the receiver answered with is not kept but for its code. */
export interface Attempt {
  readonly at: string;
  readonly durationMs: number;
  readonly status: number | null;
  /** A code of the catalogue when there was no answer. */
  readonly error: string | null;
}

/** One event on its way to one webhook. */
export interface Delivery {
  readonly webhookId: string;
  /** The `webhook-id` of every attempt. */
  readonly eventId: string;
  readonly topic: string;
  /** What is signed and sent, the same each time. */
  readonly body: string;
  readonly state: (typeof deliveryStates)[number];
  /** Why it is dead. */
  readonly reason: string | null;
  /** All that were made. */
  readonly tries: number;
  /** The number of the last that is made before it is dead; a replay allows more. */
  readonly lastTry: number;
  /** The newest last, 20 at most. */
  readonly attempts: readonly Attempt[];
  readonly nextAt: string | null;
  readonly documentId: string | null;
  readonly createdAt: string;
  /** When something was last written of it. */
  readonly changedAt: string;
  /** How often it was taken up since an attempt. */
  readonly lost: number;
  /** From 1; each change makes the next. */
  readonly revision: number;
}

export const deliveries = 'deliveries';
export const attemptsEach = 5;
export const mostAttemptsKept = 20;

export const deliveriesOf = (webhookId: string) => `${webhookId} `;
export const keyOfDelivery = (webhookId: string, eventId: string) =>
  `${deliveriesOf(webhookId)}${newestFirst(eventId)}`;

export const deliveryWrite = (value: Delivery): StoreWrite => ({
  collection: deliveries,
  key: keyOfDelivery(value.webhookId, value.eventId),
  value,
  version: value.revision,
  replaces: value.revision - 1,
  indexes: {
    webhookId: value.webhookId,
    state: value.state,
    ...(value.documentId === null ? {} : { documentId: value.documentId }),
  },
});

/** The id that the graph shows. */
export const idOfDelivery = ({ webhookId, eventId }: Pick<Delivery, 'webhookId' | 'eventId'>) =>
  `${webhookId}.${eventId}`;

export const noDelivery = () => new AppError('NOT_FOUND', { thing: 'The delivery' });

/** Errors: `NOT_FOUND`. */
export async function readDelivery(store: Pick<StoreService, 'get'>, id: string): Promise<Delivery> {
  const [webhookId = '', eventId = ''] = id.toLowerCase().split('.');
  const found = webhookId && eventId ? await store.get(deliveries, keyOfDelivery(webhookId, eventId)) : null;
  if (!found) throw noDelivery();
  return found as Delivery;
}
