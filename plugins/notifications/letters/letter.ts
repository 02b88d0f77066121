import { type MailOutcome, newestFirst, type StoreWrite } from 'tributary/sdk';

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
  /** When something was last written of it. */
  readonly changedAt: string;
  /** How often it was taken up since. */
  readonly lost: number;
  readonly endedAt: string | null;
  /** From 1; each change makes the next. */
  readonly revision: number;
}

export const letters = 'letters';

export const letterStates = ['PENDING', 'SENT', 'BOUNCED', 'FAILED'] as const;

/** Where the keys begin of the letters of one page of a message, or of one job that brings what was held. */
export const pageOfLetters = (id: string, page: string) => `${newestFirst(id)} ${page} `;

/** Where the keys begin of those that have the same job. */
export const prefixOfLetter = (key: string) => key.slice(0, key.lastIndexOf(' ') + 1);

const begun = {
  state: 'PENDING',
  attempts: 0,
  code: null,
  reason: null,
  lost: 0,
  endedAt: null,
  revision: 1,
} as const;

export const letterWrite = (
  key: string,
  letter: Pick<Letter, 'recipient' | 'notificationIds' | 'documentId' | 'at'> & Partial<Letter>,
): StoreWrite => {
  const value: Letter = { ...begun, changedAt: letter.at, ...letter };
  return {
    collection: letters,
    key,
    value,
    version: value.revision,
    indexes: {
      state: value.state,
      ...(value.documentId === null ? {} : { documentId: value.documentId }),
    },
  };
};
