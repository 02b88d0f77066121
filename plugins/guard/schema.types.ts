// Made by `npm run generate` from the SDL and the permissions of this plugin; change those.
import type { Resolver, ResolverContext, RunOptionsInput } from 'tributary/sdk';

export type MutationScreenTextArguments = {
  readonly input: ScreenTextInput;
};

export type TextRole = 'DOCUMENT' | 'INPUT' | 'OUTPUT';

export type ScreenTextInput = {
  readonly text?: string | null;
  readonly texts?: readonly string[] | null;
  readonly role: 'DOCUMENT' | 'INPUT' | 'OUTPUT' | null;
  readonly anew: boolean | null;
  readonly options?: RunOptionsInput | null;
};

export type TextVerdict = 'ALLOW' | 'MODIFY' | 'REVIEW' | 'BLOCK';

export type QueryTryGuardPolicyArguments = {
  readonly input: TryGuardPolicyInput;
};

export type MutationUpdateGuardPolicyArguments = {
  readonly input: UpdateGuardPolicyInput;
};

export type GuardPlace = 'DOCUMENT' | 'HIDDEN_TEXT' | 'INPUT' | 'OUTPUT';

export type GuardSeverity = 'INFO' | 'LOW' | 'MEDIUM' | 'HIGH';

export type GuardAction = 'ALLOW' | 'MODIFY' | 'REVIEW' | 'REFUSE';

export type PersonalDataAction = 'ALLOW' | 'MASK' | 'REFUSE';

export type PersonalDataForModels = 'AS_IS' | 'PSEUDONYMISE';

export type GuardRuleInput = {
  readonly place: 'DOCUMENT' | 'HIDDEN_TEXT' | 'INPUT' | 'OUTPUT';
  readonly family: string;
  readonly least: 'INFO' | 'LOW' | 'MEDIUM' | 'HIGH' | null;
  readonly verdict: 'ALLOW' | 'MODIFY' | 'REVIEW' | 'REFUSE';
};

export type PersonalDataInput = {
  readonly input?: 'ALLOW' | 'MASK' | 'REFUSE' | null;
  readonly output?: 'ALLOW' | 'MASK' | 'REFUSE' | null;
  readonly model?: 'AS_IS' | 'PSEUDONYMISE' | null;
};

export type UpdateGuardPolicyInput = {
  readonly rules?: readonly GuardRuleInput[] | null;
  readonly links?: readonly string[] | null;
  readonly personalData?: PersonalDataInput | null;
};

export type TryGuardPolicyInput = {
  readonly text: string;
  readonly place: 'DOCUMENT' | 'HIDDEN_TEXT' | 'INPUT' | 'OUTPUT';
  readonly policy?: UpdateGuardPolicyInput | null;
};

/** What every resolver gets: the services that the manifest permits. */
export type Context = ResolverContext<'documents' | 'models' | 'runs' | 'settings'>;

/** What another resolver answered. */
type Source = Readonly<Record<string, unknown>>;

/** For `defineSubgraph<Resolvers>`. */
export type Resolvers = {
  readonly Mutation: {
    readonly screenText: Resolver<unknown, MutationScreenTextArguments, object, Context>;
    readonly updateGuardPolicy: Resolver<unknown, MutationUpdateGuardPolicyArguments, object, Context>;
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
  readonly Query: {
    readonly guardPolicy: Resolver<unknown, object, object | null, Context>;
    readonly tryGuardPolicy: Resolver<unknown, QueryTryGuardPolicyArguments, object | null, Context>;
  };
  readonly GuardRule?: {
    readonly place?: Resolver<Source, object, 'DOCUMENT' | 'HIDDEN_TEXT' | 'INPUT' | 'OUTPUT', Context>;
    readonly family?: Resolver<Source, object, string, Context>;
    readonly least?: Resolver<Source, object, 'INFO' | 'LOW' | 'MEDIUM' | 'HIGH', Context>;
    readonly verdict?: Resolver<Source, object, 'ALLOW' | 'MODIFY' | 'REVIEW' | 'REFUSE', Context>;
    readonly isBuiltIn?: Resolver<Source, object, boolean, Context>;
  };
  readonly PersonalDataPolicy?: {
    readonly input?: Resolver<Source, object, 'ALLOW' | 'MASK' | 'REFUSE', Context>;
    readonly output?: Resolver<Source, object, 'ALLOW' | 'MASK' | 'REFUSE', Context>;
    readonly model?: Resolver<Source, object, 'AS_IS' | 'PSEUDONYMISE', Context>;
  };
  readonly GuardPolicy?: {
    readonly version?: Resolver<Source, object, string, Context>;
    readonly rules?: Resolver<Source, object, readonly object[], Context>;
    readonly links?: Resolver<Source, object, readonly string[], Context>;
    readonly personalData?: Resolver<Source, object, object, Context>;
  };
  readonly GuardTrial?: {
    readonly policy?: Resolver<Source, object, string, Context>;
    readonly verdict?: Resolver<Source, object, 'ALLOW' | 'MODIFY' | 'REVIEW' | 'BLOCK', Context>;
    readonly text?: Resolver<Source, object, string, Context>;
    readonly findings?: Resolver<Source, object, readonly object[], Context>;
  };
  readonly ScreenTextResult?: { readonly __resolveType?: Resolver<Source, object, string, Context> };
  readonly UpdateGuardPolicyResult?: { readonly __resolveType?: Resolver<Source, object, string, Context> };
};
