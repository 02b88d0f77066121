/** What an index of a collection holds: a field's value, compared exactly. */
export type IndexValue = string | number | boolean | null;

/** A stored value with the version of the collection that wrote it. */
export interface StoredItem {
  key: string;
  value: unknown;
  /** 1 unless it was written with another. */
  version: number;
}

/** A page of a search in a collection. */
export interface StoredPage {
  items: StoredItem[];
  /** The key to go on `after`; null at the end. */
  endCursor: string | null;
  /** Items of versions before `version` exist, which the indexes may not know: migrate them, then ask again. */
  stale: boolean;
}

/** One item of a change: written, or deleted when it has no value. */
export interface StoreWrite {
  collection: string;
  key: string;
  /** Plain data; nothing deletes the item. */
  value?: unknown;
  version?: number;
  indexes?: Readonly<Record<string, IndexValue>>;
  /** Only when the stored item has this version; 0 when there must be none. */
  replaces?: number;
}

/** What an audit entry says of a change: facts without personal text. */
export interface AuditedChange {
  /** Such as `createDataset`; the entry has the id of the plugin in front. */
  action: string;
  subjects?: readonly { type: string; id: string }[];
  body?: Readonly<Record<string, unknown>>;
}

/**
 * Named collections of JSON under row-level security, one namespace a plugin and tenant. A key is at most 200
 * characters, a value at most 256 KiB as JSON. What is kept under the id of a document, or indexed by it, is deleted
 * with the document. `defineCollection` makes a typed collection of this.
 *
 * Errors: `BAD_USER_INPUT` (a name or value that is too large).
 */
export interface StoreService {
  /** The value, or null. */
  get(collection: string, key: string): Promise<unknown>;
  /** The items of these keys in their order, null where there is none; at most 1,000 keys. */
  getMany(collection: string, keys: readonly string[]): Promise<(StoredItem | null)[]>;
  /**
   * Writes or replaces. `indexes` are the values by which `find` finds it, texts of at most 500 characters.
   * `replaces`: only when the stored item has this version; says whether it wrote.
   */
  put(
    collection: string,
    key: string,
    value: unknown,
    options?: { version?: number; indexes?: Readonly<Record<string, IndexValue>>; replaces?: number },
  ): Promise<boolean>;
  delete(collection: string, key: string): Promise<void>;
  /**
   * Writes all of it or nothing, in one transaction, with an entry in the audit log if one is given; at most 20,000
   * items, each once. False, and nothing is written, when an item is not what it `replaces`.
   */
  change(writes: readonly StoreWrite[], audited?: AuditedChange): Promise<boolean>;
  /** By key, 20 if not said and at most 100. */
  list(
    collection: string,
    options?: { first?: number; after?: string | null; prefix?: string },
  ): Promise<StoredItem[]>;
  /** Items whose indexes hold all of `where` (at least one), by key; 20 if not said and at most 100. */
  find(
    collection: string,
    options: {
      where: Readonly<Record<string, IndexValue>>;
      first?: number;
      after?: string | null;
      version?: number;
    },
  ): Promise<StoredPage>;
  /** How many items have keys that begin so, or have indexes that hold all of `where`. */
  count(
    collection: string,
    of: { prefix: string } | { where: Readonly<Record<string, IndexValue>> },
  ): Promise<number>;
  /** Items of versions before this one, by key; at most 100. */
  outdated(collection: string, version: number, first?: number): Promise<StoredItem[]>;
}
