// Made by `npm run generate` from the SDL and the permissions of this plugin; change those.
import type { Resolver, ResolverContext, RunOptionsInput, StreamResolver } from 'tributary/sdk';

export type SensitivityLevel = 'PUBLIC' | 'INTERNAL' | 'CONFIDENTIAL' | 'RESTRICTED';

export type SensitivityReasonKind = 'MARK' | 'SECRET' | 'PERSONAL_DATA' | 'FINANCIAL_DATA' | 'NO_SIGN' | 'MODEL';

export type ClassifyTextInput = {
  readonly documentId?: string | null;
  readonly text?: string | null;
  readonly anew?: boolean | null;
  readonly options?: RunOptionsInput | null;
};

export type MutationCreateLabelSetArguments = {
  readonly input: CreateLabelSetInput;
};

export type MutationUpdateLabelSetArguments = {
  readonly input: UpdateLabelSetInput;
};

export type MutationDeleteLabelSetArguments = {
  readonly input: DeleteLabelSetInput;
};

export type MutationClassifyByLabelsArguments = {
  readonly input: ClassifyByLabelsInput;
};

export type MutationClassifyTextArguments = {
  readonly input: ClassifyTextInput;
};

export type SubscriptionLabelClassificationArguments = {
  readonly labelSetId: string;
  readonly documentId?: string | null;
  readonly text?: string | null;
  readonly anew: boolean | null;
  readonly options?: RunOptionsInput | null;
  readonly after?: string | null;
};

export type SubscriptionTextClassificationArguments = {
  readonly documentId?: string | null;
  readonly text?: string | null;
  readonly anew: boolean | null;
  readonly options?: RunOptionsInput | null;
  readonly after?: string | null;
};

export type LabelInput = {
  readonly name: string;
  readonly texts?: readonly string[] | null;
  readonly documentIds?: readonly string[] | null;
};

export type CreateLabelSetInput = {
  readonly name: string;
  readonly labels: readonly LabelInput[];
  readonly threshold?: number | null;
  readonly automatic?: boolean | null;
};

export type UpdateLabelSetInput = {
  readonly id: string;
  readonly name?: string | null;
  readonly labels?: readonly LabelInput[] | null;
  readonly threshold?: number | null;
  readonly automatic?: boolean | null;
};

export type DeleteLabelSetInput = {
  readonly id: string;
};

export type ClassifyByLabelsInput = {
  readonly labelSetId: string;
  readonly documentId?: string | null;
  readonly text?: string | null;
  readonly anew?: boolean | null;
  readonly options?: RunOptionsInput | null;
};

export type QueryLabelSetArguments = {
  readonly id: string;
};

export type QueryLabelSetsArguments = {
  readonly first: number | null;
  readonly after?: string | null;
};

/** What every resolver gets: the services that the manifest permits. */
export type Context = ResolverContext<'capabilities' | 'clock' | 'documents' | 'models' | 'permissions' | 'results' | 'runs' | 'store'>;

/** What another resolver answered. */
type Source = Readonly<Record<string, unknown>>;

/** For `defineSubgraph<Resolvers>`. */
export type Resolvers = {
  readonly SensitivityReason?: {
    readonly kind?: Resolver<Source, object, 'MARK' | 'SECRET' | 'PERSONAL_DATA' | 'FINANCIAL_DATA' | 'NO_SIGN' | 'MODEL', Context>;
    readonly level?: Resolver<Source, object, 'PUBLIC' | 'INTERNAL' | 'CONFIDENTIAL' | 'RESTRICTED', Context>;
    readonly detail?: Resolver<Source, object, string, Context>;
    readonly count?: Resolver<Source, object, number, Context>;
  };
  readonly TextSensitivity?: {
    readonly level?: Resolver<Source, object, 'PUBLIC' | 'INTERNAL' | 'CONFIDENTIAL' | 'RESTRICTED', Context>;
    readonly confidence?: Resolver<Source, object, number, Context>;
    readonly reasons?: Resolver<Source, object, readonly object[], Context>;
  };
  readonly TextTopic?: {
    readonly topic?: Resolver<Source, object, string, Context>;
    readonly confidence?: Resolver<Source, object, number, Context>;
    readonly count?: Resolver<Source, object, number, Context>;
  };
  readonly KindCue?: {
    readonly cue?: Resolver<Source, object, string, Context>;
    readonly quote?: Resolver<Source, object, string | null, Context>;
  };
  readonly TextClassification?: {
    readonly kind?: Resolver<Source, object, string, Context>;
    readonly confidence?: Resolver<Source, object, number, Context>;
    readonly language?: Resolver<Source, object, string | null, Context>;
    readonly languageConfidence?: Resolver<Source, object, number, Context>;
    readonly topics?: Resolver<Source, object, readonly object[], Context>;
    readonly sensitivity?: Resolver<Source, object, object, Context>;
    readonly cues?: Resolver<Source, object, readonly object[], Context>;
    readonly result?: Resolver<Source, object, object, Context>;
  };
  readonly Document: {
    readonly __resolveReference?: Resolver<{ readonly id: string }, object, object | null, Context>;
    readonly classification: Resolver<{ readonly id: string }, object, object | null, Context>;
    readonly labels: Resolver<{ readonly id: string }, object, readonly object[] | null, Context>;
  };
  readonly Mutation: {
    readonly createLabelSet: Resolver<unknown, MutationCreateLabelSetArguments, object, Context>;
    readonly updateLabelSet: Resolver<unknown, MutationUpdateLabelSetArguments, object, Context>;
    readonly deleteLabelSet: Resolver<unknown, MutationDeleteLabelSetArguments, object, Context>;
    readonly classifyByLabels: Resolver<unknown, MutationClassifyByLabelsArguments, object, Context>;
    readonly classifyText: Resolver<unknown, MutationClassifyTextArguments, object, Context>;
  };
  readonly Subscription: {
    readonly labelClassification: StreamResolver<SubscriptionLabelClassificationArguments, object, Context>;
    readonly textClassification: StreamResolver<SubscriptionTextClassificationArguments, object, Context>;
  };
  readonly Label?: {
    readonly name?: Resolver<Source, object, string, Context>;
    readonly texts?: Resolver<Source, object, readonly string[], Context>;
    readonly documentIds?: Resolver<Source, object, readonly string[], Context>;
  };
  readonly LabelSet?: {
    readonly id?: Resolver<Source, object, string, Context>;
    readonly name?: Resolver<Source, object, string, Context>;
    readonly labels?: Resolver<Source, object, readonly object[], Context>;
    readonly threshold?: Resolver<Source, object, number, Context>;
    readonly automatic?: Resolver<Source, object, boolean, Context>;
    readonly revision?: Resolver<Source, object, number, Context>;
    readonly createdAt?: Resolver<Source, object, Date | string, Context>;
    readonly updatedAt?: Resolver<Source, object, Date | string, Context>;
  };
  readonly LabelSetEdge?: {
    readonly cursor?: Resolver<Source, object, string, Context>;
    readonly node?: Resolver<Source, object, object, Context>;
  };
  readonly LabelSetConnection?: {
    readonly nodes?: Resolver<Source, object, readonly object[], Context>;
    readonly edges?: Resolver<Source, object, readonly object[], Context>;
    readonly pageInfo?: Resolver<Source, object, object, Context>;
    readonly totalCount?: Resolver<Source, object, number, Context>;
  };
  readonly LabelScore?: {
    readonly label?: Resolver<Source, object, string, Context>;
    readonly confidence?: Resolver<Source, object, number, Context>;
  };
  readonly LabelAnswer?: {
    readonly labelSetId?: Resolver<Source, object, string, Context>;
    readonly label?: Resolver<Source, object, string | null, Context>;
    readonly confidence?: Resolver<Source, object, number, Context>;
    readonly threshold?: Resolver<Source, object, number, Context>;
    readonly scores?: Resolver<Source, object, readonly object[], Context>;
    readonly result?: Resolver<Source, object, object, Context>;
  };
  readonly DocumentLabel?: {
    readonly labelSet?: Resolver<Source, object, object, Context>;
    readonly label?: Resolver<Source, object, string | null, Context>;
    readonly confidence?: Resolver<Source, object, number, Context>;
    readonly result?: Resolver<Source, object, object, Context>;
  };
  readonly LabelSetPayload?: {
    readonly labelSet?: Resolver<Source, object, object, Context>;
  };
  readonly DeletedLabelSetPayload?: {
    readonly id?: Resolver<Source, object, string, Context>;
  };
  readonly Query: {
    readonly labelSet: Resolver<unknown, QueryLabelSetArguments, object | null, Context>;
    readonly labelSets: Resolver<unknown, QueryLabelSetsArguments, object, Context>;
  };
  readonly ClassifyTextResult?: { readonly __resolveType?: Resolver<Source, object, string, Context> };
  readonly CreateLabelSetResult?: { readonly __resolveType?: Resolver<Source, object, string, Context> };
  readonly UpdateLabelSetResult?: { readonly __resolveType?: Resolver<Source, object, string, Context> };
  readonly DeleteLabelSetResult?: { readonly __resolveType?: Resolver<Source, object, string, Context> };
  readonly ClassifyByLabelsResult?: { readonly __resolveType?: Resolver<Source, object, string, Context> };
};
