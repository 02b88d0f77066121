/**
 * The kinds of documents. The names are stored and queried: add to the list, never rename.
 *
 * `support_thread` is a conversation with a help desk, `report` a structured account (findings, results, tables),
 * `article` prose to be read (news, blog, paper), `dataset` rows of data without sentences, `other` whatever has no
 * cue of another kind.
 */
export const documentKinds = [
  'invoice',
  'credit_note',
  'receipt',
  'purchase_order',
  'delivery_note',
  'quote',
  'contract',
  'letter',
  'email',
  'support_thread',
  'report',
  'article',
  'minutes',
  'form',
  'dataset',
  'other',
] as const;
export type DocumentKind = (typeof documentKinds)[number];
