import type { StoreWrite } from 'tributary/sdk';
import type { Channel } from '../preferences/preferences.js';

/** What waits for the end of quiet hours, or for a digest. */
export interface HeldItem {
  readonly recipient: string;
  readonly notificationId: string;
  readonly documentId: string | null;
  readonly channels: readonly Channel[];
}

export const held = 'held';

/** In the order in which they are due. */
export const heldWrite = (until: Date, item: HeldItem): StoreWrite => ({
  collection: held,
  key: `${until.toISOString()} ${item.recipient} ${item.notificationId}`,
  value: item,
  indexes: item.documentId === null ? {} : { documentId: item.documentId },
});
