// Made by `npm run generate` from the SDL and the permissions of this plugin; change those.
import type { Resolver, ResolverContext, RunOptionsInput, StreamResolver } from 'tributary/sdk';

export type ExtractionKind = 'INVOICE' | 'RECEIPT' | 'PURCHASE_ORDER' | 'CONTRACT' | 'LETTER';

export type ExtractionLineInput = {
  readonly text: string;
  readonly page: number | null;
  readonly box: readonly number[];
};

export type ExtractFieldsInput = {
  readonly documentId?: string | null;
  readonly text?: string | null;
  readonly lines?: readonly ExtractionLineInput[] | null;
  readonly kind?: 'INVOICE' | 'RECEIPT' | 'PURCHASE_ORDER' | 'CONTRACT' | 'LETTER' | null;
  readonly schema?: unknown;
  readonly anew: boolean | null;
  readonly options?: RunOptionsInput | null;
};

export type MutationExtractFieldsArguments = {
  readonly input: ExtractFieldsInput;
};

export type DocumentExtractionArguments = {
  readonly kind?: 'INVOICE' | 'RECEIPT' | 'PURCHASE_ORDER' | 'CONTRACT' | 'LETTER' | null;
  readonly schema?: unknown;
};

export type SubscriptionExtractArguments = {
  readonly documentId: string;
  readonly kind?: 'INVOICE' | 'RECEIPT' | 'PURCHASE_ORDER' | 'CONTRACT' | 'LETTER' | null;
  readonly schema?: unknown;
  readonly anew: boolean | null;
  readonly options?: RunOptionsInput | null;
  readonly after?: string | null;
};

/** What every resolver gets: the services that the manifest permits. */
export type Context = ResolverContext<'documents' | 'models' | 'results' | 'runs'>;

/** What another resolver answered. */
type Source = Readonly<Record<string, unknown>>;

/** For `defineSubgraph<Resolvers>`. */
export type Resolvers = {
  readonly ExtractedValue?: {
    readonly name?: Resolver<Source, object, string, Context>;
    readonly value?: Resolver<Source, object, unknown, Context>;
    readonly confidence?: Resolver<Source, object, number, Context>;
    readonly page?: Resolver<Source, object, number | null, Context>;
    readonly start?: Resolver<Source, object, number | null, Context>;
    readonly end?: Resolver<Source, object, number | null, Context>;
    readonly quote?: Resolver<Source, object, string | null, Context>;
    readonly line?: Resolver<Source, object, number | null, Context>;
    readonly box?: Resolver<Source, object, readonly number[] | null, Context>;
  };
  readonly ExtractionDoubt?: {
    readonly field?: Resolver<Source, object, string, Context>;
    readonly reason?: Resolver<Source, object, string, Context>;
  };
  readonly Extraction?: {
    readonly kind?: Resolver<Source, object, 'INVOICE' | 'RECEIPT' | 'PURCHASE_ORDER' | 'CONTRACT' | 'LETTER' | null, Context>;
    readonly fields?: Resolver<Source, object, readonly object[], Context>;
    readonly values?: Resolver<Source, object, unknown, Context>;
    readonly review?: Resolver<Source, object, readonly object[], Context>;
    readonly result?: Resolver<Source, object, object, Context>;
  };
  readonly Mutation: {
    readonly extractFields: Resolver<unknown, MutationExtractFieldsArguments, object, Context>;
  };
  readonly Document: {
    readonly __resolveReference?: Resolver<{ readonly id: string }, object, object | null, Context>;
    readonly extraction: Resolver<{ readonly id: string }, DocumentExtractionArguments, object | null, Context>;
  };
  readonly Subscription: {
    readonly extract: StreamResolver<SubscriptionExtractArguments, object, Context>;
  };
  readonly ExtractFieldsResult?: { readonly __resolveType?: Resolver<Source, object, string, Context> };
};
