import type { MailOutcome, StoreWrite } from 'tributary/sdk';
import { newestFirst } from '../given.js';

/** A letter to one person about one or, as a digest, several messages. */
export interface Letter {
  readonly recipient: string;
  readonly notificationIds: readonly string[];
  readonly documentId: string | null;
  readonly state: (typeof letterStates)[number];
  readonly attempts: number;
  /** What the mail server said last. */
  readonly code: MailOutcome['code'];
  readonly reason: string | null;
  readonly at: string;
  readonly endedAt: string | null;
}

export const letters = 'letters';

export const letterStates = ['PENDING', 'SENT', 'BOUNCED', 'FAILED'] as const;

/** Where the keys begin of the letters of one page of a message, or of one job that brings what was held. */
export const pageOfLetters = (id: string, page: string) => `${newestFirst(id)} ${page} `;

const begun = { state: 'PENDING', attempts: 0, code: null, reason: null, endedAt: null } as const;

export const letterWrite = (
  key: string,
  letter: Pick<Letter, 'recipient' | 'notificationIds' | 'documentId' | 'at'> & Partial<Letter>,
): StoreWrite => {
  const value: Letter = { ...begun, ...letter };
  return {
    collection: letters,
    key,
    value,
    indexes: {
      state: value.state,
      ...(value.documentId === null ? {} : { documentId: value.documentId }),
    },
  };
};
