// Made by `npm run generate` from the SDL and the permissions of this plugin; change those.
import type { Resolver, ResolverContext } from 'tributary/sdk';

export type MutationScreenTextArguments = {
  readonly input: ScreenTextInput;
};

export type TextRole = 'DOCUMENT' | 'INPUT' | 'OUTPUT';

export type ScreenTextInput = {
  readonly text?: string | null;
  readonly texts?: readonly string[] | null;
  readonly role: 'DOCUMENT' | 'INPUT' | 'OUTPUT' | null;
  readonly anew: boolean | null;
};

export type TextVerdict = 'ALLOW' | 'MODIFY' | 'REVIEW' | 'BLOCK';

/** What every resolver gets: the services that the manifest permits. */
export type Context = ResolverContext<'documents' | 'models' | 'runs' | 'settings'>;

/** What another resolver answered. */
type Source = Readonly<Record<string, unknown>>;

/** For `defineSubgraph<Resolvers>`. */
export type Resolvers = {
  readonly Mutation: {
    readonly screenText: Resolver<unknown, MutationScreenTextArguments, object, Context>;
  };
  readonly TextCheck?: {
    readonly texts?: Resolver<Source, object, readonly object[], Context>;
    readonly result?: Resolver<Source, object, object, Context>;
  };
  readonly CheckedText?: {
    readonly verdict?: Resolver<Source, object, 'ALLOW' | 'MODIFY' | 'REVIEW' | 'BLOCK', Context>;
    readonly score?: Resolver<Source, object, number, Context>;
    readonly findings?: Resolver<Source, object, readonly object[], Context>;
    readonly text?: Resolver<Source, object, string, Context>;
  };
  readonly TextFinding?: {
    readonly kind?: Resolver<Source, object, string, Context>;
    readonly severity?: Resolver<Source, object, string, Context>;
    readonly verdict?: Resolver<Source, object, 'ALLOW' | 'MODIFY' | 'REVIEW' | 'BLOCK', Context>;
    readonly rule?: Resolver<Source, object, string, Context>;
    readonly ruleVersion?: Resolver<Source, object, number, Context>;
    readonly start?: Resolver<Source, object, number, Context>;
    readonly end?: Resolver<Source, object, number, Context>;
    readonly quote?: Resolver<Source, object, string, Context>;
  };
  readonly ScreenTextResult?: { readonly __resolveType?: Resolver<Source, object, string, Context> };
};
