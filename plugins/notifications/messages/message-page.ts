import type { StoreWrite } from 'tributary/sdk';

/** A page of the recipients of a message that is written: it says that it is, and whose copies there are. */
export interface MessagePage {
  /** Who has it in the list, or gets it there when quiet hours end. */
  readonly recipients: readonly string[];
  readonly documentId: string | null;
}

export const messagePages = 'message-pages';

export const pagesOf = (id: string) => `${id} `;
export const keyOfPage = (id: string, page: string) => `${pagesOf(id)}${page}`;

/** It goes with the document of the message; null deletes it. */
export const pageWrite = (key: string, page: MessagePage | null): StoreWrite => ({
  collection: messagePages,
  key,
  ...(page && {
    value: page,
    indexes: page.documentId === null ? {} : { documentId: page.documentId },
  }),
});
