import { z } from 'zod';
import { AppError } from './errors.js';
import type { IndexValue, StoredItem, StoreService } from './services/index.js';

const batchSize = 100;

/** A collection, as its author writes it. Names of collections are the plugin's own. */
export interface CollectionDefinition<
  Schema extends z.ZodType,
  Index extends IndexOf<Schema> = IndexOf<Schema>,
> {
  readonly name: string;
  /** Rises by one when the schema or the indexes change; 1 if not given. */
  readonly version?: number;
  readonly schema: Schema;
  /** Fields of the value by which `find` finds it: texts, numbers, truth values or null. */
  readonly indexes?: readonly Index[];
  /** Makes a value of this version of one that an earlier version wrote. Pure; it may be called more than once. */
  migrate?(value: unknown, from: number): unknown;
}

/** The fields of a collection's values that can be indexed. */
export type IndexOf<Schema extends z.ZodType> = {
  [Field in keyof z.output<Schema>]: z.output<Schema>[Field] extends IndexValue | undefined ? Field : never;
}[keyof z.output<Schema>] &
  string;

/** A value of a collection with its key. */
export interface Kept<Value> {
  readonly key: string;
  readonly value: Value;
}

/** A collection of one tenant, typed. Errors: `STORE_INVALID` (a stored value does not fit), those of the service `store`. */
export interface OpenCollection<Schema extends z.ZodType, Index extends string> {
  get(key: string): Promise<z.output<Schema> | null>;
  /** In the order of the keys; at most 1,000. */
  getMany(keys: readonly string[]): Promise<(z.output<Schema> | null)[]>;
  put(key: string, value: z.input<Schema>): Promise<void>;
  delete(key: string): Promise<void>;
  /** By key, 20 if not said and at most 100. */
  list(options?: {
    first?: number;
    after?: string | null;
    prefix?: string;
  }): Promise<Kept<z.output<Schema>>[]>;
  /** Those whose indexed fields have these values, by key; `endCursor` is to go on `after`, null at the end. */
  find(options: {
    where: { readonly [Field in Index & keyof z.output<Schema>]?: z.output<Schema>[Field] };
    first?: number;
    after?: string | null;
  }): Promise<{ items: Kept<z.output<Schema>>[]; endCursor: string | null }>;
  /** Migrates what earlier versions wrote; returns how many values that were. For a job, before a large one is searched. */
  migrate(signal?: AbortSignal): Promise<number>;
}

/** A declared collection; `in` opens it where there is a store. */
export interface Collection<Schema extends z.ZodType, Index extends IndexOf<Schema>>
  extends CollectionDefinition<Schema, Index> {
  /** The collection in the tenant whose `store` this is. */
  in(store: StoreService): OpenCollection<Schema, Index>;
}

/**
 * Declares a collection of the service `store`: its schema, the indexes that `find` uses, and how values of earlier
 * versions become those of this one. A value is migrated when it is read; `find` migrates the whole collection first.
 */
export function defineCollection<Schema extends z.ZodType, const Index extends IndexOf<Schema> = never>(
  definition: CollectionDefinition<Schema, Index>,
): Collection<Schema, Index> {
  return Object.freeze({ ...definition, in: (store: StoreService) => openCollection(definition, store) });
}

function openCollection<Schema extends z.ZodType, Index extends IndexOf<Schema>>(
  definition: CollectionDefinition<Schema, Index>,
  store: StoreService,
): OpenCollection<Schema, Index> {
  const { name, version = 1 } = definition;
  const write = (key: string, value: z.output<Schema>, replaces?: number) =>
    store.put(name, key, value, {
      version,
      indexes: indexesOf(definition, value),
      ...(replaces === undefined ? {} : { replaces }),
    });
  /** The value as this version has it; what was migrated is written back, unless somebody else was faster. */
  const current = async (item: StoredItem): Promise<z.output<Schema>> => {
    const value = upgraded(definition, item);
    if (item.version < version) await write(item.key, value, item.version);
    return value;
  };
  const kept = async (item: StoredItem) => ({ key: item.key, value: await current(item) });
  const migrate = async (signal?: AbortSignal): Promise<number> => {
    for (let count = 0; ; ) {
      signal?.throwIfAborted();
      const items = await store.outdated(name, version, batchSize);
      if (items.length === 0) return count;
      await Promise.all(items.map(current));
      count += items.length;
    }
  };
  const getMany = async (keys: readonly string[]) =>
    Promise.all((await store.getMany(name, keys)).map((item) => (item ? current(item) : null)));
  return {
    getMany,
    migrate,
    get: async (key) => (await getMany([key]))[0] ?? null,
    put: async (key, value) => void (await write(key, checked(definition, key, value))),
    delete: (key) => store.delete(name, key),
    list: async (options) => Promise.all((await store.list(name, options)).map(kept)),
    async find({ where, first, after }) {
      const wanted = { where: where as Readonly<Record<string, IndexValue>>, first, after, version };
      let page = await store.find(name, wanted);
      if (page.stale) {
        await migrate();
        page = await store.find(name, wanted);
      }
      return { items: await Promise.all(page.items.map(kept)), endCursor: page.endCursor };
    },
  };
}

function upgraded<Schema extends z.ZodType, Index extends IndexOf<Schema>>(
  definition: CollectionDefinition<Schema, Index>,
  { key, value, version: from }: StoredItem,
): z.output<Schema> {
  const { name, version = 1, migrate } = definition;
  if (from > version) {
    throw new AppError('STORE_INVALID', { collection: name, key, reason: `version ${from} wrote it` });
  }
  if (from < version && !migrate) {
    throw new AppError('STORE_INVALID', { collection: name, key, reason: `migrate is missing` });
  }
  return checked(definition, key, from < version ? migrate?.(value, from) : value);
}

function checked<Schema extends z.ZodType>(
  { name, schema }: { name: string; schema: Schema },
  key: string,
  value: unknown,
): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new AppError('STORE_INVALID', { collection: name, key, reason: z.prettifyError(parsed.error) });
}

function indexesOf<Schema extends z.ZodType, Index extends IndexOf<Schema>>(
  { indexes = [] }: CollectionDefinition<Schema, Index>,
  value: z.output<Schema>,
): Record<string, IndexValue> {
  const fields = value as Readonly<Record<string, IndexValue | undefined>>;
  return Object.fromEntries(indexes.map((index) => [index, fields[index] ?? null]));
}
