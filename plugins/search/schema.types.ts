// Made by `npm run generate` from the SDL and the permissions of this plugin; change those.
import type { Resolver, ResolverContext } from 'tributary/sdk';

export type QuerySearchArguments = {
  readonly query: string;
  readonly first: number | null;
  readonly after?: string | null;
  readonly kinds?: readonly string[] | null;
};

export type SearchSignal = 'LEXICAL' | 'VECTOR';

export type DocumentSimilarArguments = {
  readonly first: number | null;
};

/** What every resolver gets: the services that the manifest permits. */
export type Context = ResolverContext<'search'>;

/** What another resolver answered. */
type Source = Readonly<Record<string, unknown>>;

/** For `defineSubgraph<Resolvers>`. */
export type Resolvers = {
  readonly Query: {
    readonly search: Resolver<unknown, QuerySearchArguments, object, Context>;
  };
  readonly SearchHit?: {
    readonly document?: Resolver<Source, object, object | null, Context>;
    readonly versionId?: Resolver<Source, object, string, Context>;
    readonly page?: Resolver<Source, object, number, Context>;
    readonly start?: Resolver<Source, object, number, Context>;
    readonly end?: Resolver<Source, object, number, Context>;
    readonly text?: Resolver<Source, object, string, Context>;
    readonly highlights?: Resolver<Source, object, readonly object[], Context>;
    readonly score?: Resolver<Source, object, number, Context>;
    readonly signals?: Resolver<Source, object, readonly ('LEXICAL' | 'VECTOR')[], Context>;
  };
  readonly Highlight?: {
    readonly start?: Resolver<Source, object, number, Context>;
    readonly end?: Resolver<Source, object, number, Context>;
  };
  readonly SearchHitEdge?: {
    readonly cursor?: Resolver<Source, object, string, Context>;
    readonly node?: Resolver<Source, object, object, Context>;
  };
  readonly SearchHitConnection?: {
    readonly nodes?: Resolver<Source, object, readonly object[], Context>;
    readonly edges?: Resolver<Source, object, readonly object[], Context>;
    readonly pageInfo?: Resolver<Source, object, object, Context>;
    readonly totalCount?: Resolver<Source, object, number, Context>;
  };
  readonly SimilarDocument?: {
    readonly document?: Resolver<Source, object, object | null, Context>;
    readonly score?: Resolver<Source, object, number, Context>;
  };
  readonly Document: {
    readonly __resolveReference?: Resolver<{ readonly id: string }, object, object | null, Context>;
    readonly similar: Resolver<{ readonly id: string }, DocumentSimilarArguments, readonly object[] | null, Context>;
  };
};
