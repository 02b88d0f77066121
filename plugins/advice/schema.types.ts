// Made by `npm run generate` from the SDL and the permissions of this plugin; change those.
import type { Resolver, ResolverContext, RunOptionsInput, StreamResolver } from 'tributary/sdk';

export type QueryItemsForMeArguments = {
  readonly first: number | null;
  readonly after?: string | null;
};

export type MutationMatchItemsArguments = {
  readonly input: MatchItemsInput;
};

export type MutationMatchInvoiceArguments = {
  readonly input: MatchInvoiceInput;
};

export type MutationRateItemArguments = {
  readonly input: RateItemInput;
};

export type MutationRecordOpenedArguments = {
  readonly input: RecordOpenedInput;
};

export type MutationForgetMyActivityArguments = {
  readonly input: ForgetMyActivityInput;
};

export type SubscriptionExplainRecommendationArguments = {
  readonly recommendationId: string;
  readonly anew: boolean | null;
  readonly options?: RunOptionsInput | null;
  readonly after?: string | null;
};

export type MatchItemsInput = {
  readonly lines: readonly ItemInput[];
  readonly catalogue: readonly ItemInput[];
  readonly pairs?: readonly ItemPairInput[] | null;
  readonly first: number | null;
  readonly anew: boolean | null;
  readonly options?: RunOptionsInput | null;
};

export type ItemInput = {
  readonly name: string;
  readonly description?: string | null;
  readonly brand?: string | null;
  readonly code?: string | null;
  readonly price?: number | null;
};

export type ItemPairInput = {
  readonly line: number;
  readonly item: number;
};

export type MatchInvoiceInput = {
  readonly documentId: string;
  readonly orderId?: string | null;
  readonly anew: boolean | null;
  readonly options?: RunOptionsInput | null;
};

export type OrderVerdict = 'WITHIN' | 'OVER' | 'UNDER' | 'UNKNOWN';

export type OrderLineVerdict = 'WITHIN' | 'OVER' | 'UNDER' | 'MISSING' | 'EXTRA';

export type OrderBasis = 'NET' | 'TOTAL' | 'LINES';

export type DuplicateBasis = 'SAME_TEXT' | 'SAME_NUMBER' | 'NEAR_TEXT' | 'SAME_AMOUNT';

export type BillAnomalyKind = 'AMOUNT' | 'INTERVAL' | 'PERIOD_TWICE' | 'WEEKEND' | 'NEW_SELLER' | 'BANK_ACCOUNT' | 'VAT_ID';

export type AnomalySeverity = 'LOW' | 'MEDIUM' | 'HIGH';

export type NextActionKind = 'REMOVE_DUPLICATE' | 'LOOK_AT_IT' | 'CHECK_ORDER' | 'CHECK_FIELDS' | 'APPROVE' | 'CONFIRM_ORDER' | 'LOOK_AT_SIMILAR';

export type ItemBasis = 'ACTIVITY' | 'CONTENT' | 'TRAIT' | 'POPULAR' | 'NEW';

export type ItemRating = 'UP' | 'DOWN';

export type RateItemInput = {
  readonly documentId: string;
  readonly value: 'UP' | 'DOWN';
};

export type RecordOpenedInput = {
  readonly documentIds: readonly string[];
};

export type ForgetMyActivityInput = {
  readonly documentIds?: readonly string[] | null;
};

/** What every resolver gets: the services that the manifest permits. */
export type Context = ResolverContext<'clock' | 'documents' | 'feedback' | 'jobs' | 'models' | 'operations' | 'permissions' | 'recommendations' | 'runs' | 'search' | 'settings' | 'store'>;

/** What another resolver answered. */
type Source = Readonly<Record<string, unknown>>;

/** For `defineSubgraph<Resolvers>`. */
export type Resolvers = {
  readonly Query: {
    readonly itemsForMe: Resolver<unknown, QueryItemsForMeArguments, object, Context>;
  };
  readonly Mutation: {
    readonly matchItems: Resolver<unknown, MutationMatchItemsArguments, object, Context>;
    readonly matchInvoice: Resolver<unknown, MutationMatchInvoiceArguments, object, Context>;
    readonly rateItem: Resolver<unknown, MutationRateItemArguments, object, Context>;
    readonly recordOpened: Resolver<unknown, MutationRecordOpenedArguments, object, Context>;
    readonly forgetMyActivity: Resolver<unknown, MutationForgetMyActivityArguments, object, Context>;
  };
  readonly Subscription: {
    readonly explainRecommendation: StreamResolver<SubscriptionExplainRecommendationArguments, object, Context>;
  };
  readonly Document: {
    readonly __resolveReference?: Resolver<{ readonly id: string }, object, object | null, Context>;
    readonly orderMatch: Resolver<{ readonly id: string }, object, object | null, Context>;
    readonly billDuplicates: Resolver<{ readonly id: string }, object, readonly object[] | null, Context>;
    readonly billAnomalies: Resolver<{ readonly id: string }, object, readonly object[] | null, Context>;
    readonly nextAction: Resolver<{ readonly id: string }, object, object | null, Context>;
  };
  readonly ItemMatches?: {
    readonly threshold?: Resolver<Source, object, number, Context>;
    readonly matches?: Resolver<Source, object, readonly object[], Context>;
    readonly result?: Resolver<Source, object, object, Context>;
  };
  readonly ItemMatch?: {
    readonly line?: Resolver<Source, object, number, Context>;
    readonly item?: Resolver<Source, object, number, Context>;
    readonly score?: Resolver<Source, object, number, Context>;
    readonly isMatch?: Resolver<Source, object, boolean, Context>;
  };
  readonly MatchedInvoice?: {
    readonly match?: Resolver<Source, object, object, Context>;
    readonly result?: Resolver<Source, object, object, Context>;
  };
  readonly MatchTolerance?: {
    readonly percent?: Resolver<Source, object, number, Context>;
    readonly amount?: Resolver<Source, object, string, Context>;
    readonly quantityPercent?: Resolver<Source, object, number, Context>;
  };
  readonly BilledLine?: {
    readonly name?: Resolver<Source, object, string, Context>;
    readonly quantity?: Resolver<Source, object, string | null, Context>;
    readonly price?: Resolver<Source, object, string | null, Context>;
    readonly total?: Resolver<Source, object, string, Context>;
  };
  readonly OrderedLine?: {
    readonly name?: Resolver<Source, object, string, Context>;
    readonly quantity?: Resolver<Source, object, string | null, Context>;
    readonly price?: Resolver<Source, object, string | null, Context>;
    readonly total?: Resolver<Source, object, string, Context>;
  };
  readonly OrderMatchLine?: {
    readonly verdict?: Resolver<Source, object, 'WITHIN' | 'OVER' | 'UNDER' | 'MISSING' | 'EXTRA', Context>;
    readonly reason?: Resolver<Source, object, string, Context>;
    readonly billed?: Resolver<Source, object, object | null, Context>;
    readonly ordered?: Resolver<Source, object, object | null, Context>;
    readonly score?: Resolver<Source, object, number | null, Context>;
    readonly quantityDifference?: Resolver<Source, object, string | null, Context>;
    readonly priceDifference?: Resolver<Source, object, string | null, Context>;
    readonly amountDifference?: Resolver<Source, object, string, Context>;
    readonly amountDifferencePercent?: Resolver<Source, object, number | null, Context>;
  };
  readonly OrderMatch?: {
    readonly order?: Resolver<Source, object, object | null, Context>;
    readonly orderNumber?: Resolver<Source, object, string | null, Context>;
    readonly verdict?: Resolver<Source, object, 'WITHIN' | 'OVER' | 'UNDER' | 'UNKNOWN', Context>;
    readonly reason?: Resolver<Source, object, string, Context>;
    readonly sameNumber?: Resolver<Source, object, boolean | null, Context>;
    readonly sameSeller?: Resolver<Source, object, boolean | null, Context>;
    readonly sameCurrency?: Resolver<Source, object, boolean | null, Context>;
    readonly basis?: Resolver<Source, object, 'NET' | 'TOTAL' | 'LINES' | null, Context>;
    readonly currency?: Resolver<Source, object, string | null, Context>;
    readonly billed?: Resolver<Source, object, string | null, Context>;
    readonly ordered?: Resolver<Source, object, string | null, Context>;
    readonly difference?: Resolver<Source, object, string | null, Context>;
    readonly differencePercent?: Resolver<Source, object, number | null, Context>;
    readonly billedInAll?: Resolver<Source, object, string | null, Context>;
    readonly otherBills?: Resolver<Source, object, readonly (object | null)[], Context>;
    readonly tolerance?: Resolver<Source, object, object, Context>;
    readonly deviations?: Resolver<Source, object, number, Context>;
    readonly lines?: Resolver<Source, object, readonly object[], Context>;
    readonly evidence?: Resolver<Source, object, readonly object[], Context>;
  };
  readonly BillDuplicate?: {
    readonly document?: Resolver<Source, object, object | null, Context>;
    readonly basis?: Resolver<Source, object, 'SAME_TEXT' | 'SAME_NUMBER' | 'NEAR_TEXT' | 'SAME_AMOUNT', Context>;
    readonly score?: Resolver<Source, object, number, Context>;
    readonly reason?: Resolver<Source, object, string, Context>;
  };
  readonly BillAnomaly?: {
    readonly kind?: Resolver<Source, object, 'AMOUNT' | 'INTERVAL' | 'PERIOD_TWICE' | 'WEEKEND' | 'NEW_SELLER' | 'BANK_ACCOUNT' | 'VAT_ID', Context>;
    readonly severity?: Resolver<Source, object, 'LOW' | 'MEDIUM' | 'HIGH', Context>;
    readonly score?: Resolver<Source, object, number | null, Context>;
    readonly reason?: Resolver<Source, object, string, Context>;
    readonly evidence?: Resolver<Source, object, readonly object[], Context>;
  };
  readonly AnomalyEvidence?: {
    readonly document?: Resolver<Source, object, object | null, Context>;
    readonly versionId?: Resolver<Source, object, string, Context>;
    readonly page?: Resolver<Source, object, number | null, Context>;
    readonly start?: Resolver<Source, object, number | null, Context>;
    readonly end?: Resolver<Source, object, number | null, Context>;
    readonly quote?: Resolver<Source, object, string | null, Context>;
    readonly note?: Resolver<Source, object, string | null, Context>;
  };
  readonly NextAction?: {
    readonly kind?: Resolver<Source, object, 'REMOVE_DUPLICATE' | 'LOOK_AT_IT' | 'CHECK_ORDER' | 'CHECK_FIELDS' | 'APPROVE' | 'CONFIRM_ORDER' | 'LOOK_AT_SIMILAR', Context>;
    readonly title?: Resolver<Source, object, string, Context>;
    readonly reason?: Resolver<Source, object, string, Context>;
    readonly confidence?: Resolver<Source, object, number | null, Context>;
    readonly waitsForReview?: Resolver<Source, object, boolean, Context>;
    readonly operation?: Resolver<Source, object, string | null, Context>;
    readonly recommendation?: Resolver<Source, object, object | null, Context>;
  };
  readonly ItemForMe?: {
    readonly document?: Resolver<Source, object, object | null, Context>;
    readonly score?: Resolver<Source, object, number, Context>;
    readonly basis?: Resolver<Source, object, 'ACTIVITY' | 'CONTENT' | 'TRAIT' | 'POPULAR' | 'NEW', Context>;
    readonly reason?: Resolver<Source, object, string, Context>;
    readonly because?: Resolver<Source, object, object | null, Context>;
  };
  readonly ItemForMeConnection?: {
    readonly nodes?: Resolver<Source, object, readonly object[], Context>;
    readonly edges?: Resolver<Source, object, readonly object[], Context>;
    readonly pageInfo?: Resolver<Source, object, object, Context>;
    readonly totalCount?: Resolver<Source, object, number, Context>;
  };
  readonly ItemForMeEdge?: {
    readonly cursor?: Resolver<Source, object, string, Context>;
    readonly node?: Resolver<Source, object, object, Context>;
  };
  readonly ItemActivity?: {
    readonly documentCount?: Resolver<Source, object, number, Context>;
  };
  readonly MatchItemsResult?: { readonly __resolveType?: Resolver<Source, object, string, Context> };
  readonly MatchInvoiceResult?: { readonly __resolveType?: Resolver<Source, object, string, Context> };
  readonly ItemActivityResult?: { readonly __resolveType?: Resolver<Source, object, string, Context> };
};
