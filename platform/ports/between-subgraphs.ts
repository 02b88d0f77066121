/* What subgraphs keep for each other. */
import type {
  CapabilityStep,
  DocumentsService,
  FeedbackService,
  PeopleService,
  RecommendationsService,
  RequestContext,
  ReviewRequest,
  ReviewSummary,
  StepOutput,
} from 'tributary/sdk';
import type { Transaction } from './database.js';
import type { RunOutcome } from './runs.js';

/** Stores the typed output of a step in the owner's tables; registered by the subgraph that owns them. */
export type StepSink<Step extends CapabilityStep> = (
  tx: Transaction,
  context: RequestContext,
  step: {
    documentId: string;
    versionId: string;
    /** The document's access list. */
    access: readonly string[];
    output: StepOutput<Step>;
    outcome: RunOutcome;
  },
) => Promise<void>;
export type StepSinks = { [Step in CapabilityStep]?: StepSink<Step> };

export interface ReviewRequests {
  /** Closes the open reviews of what nobody needs to look at any more, but for the one with this fingerprint. */
  withdraw(
    tx: Transaction,
    context: RequestContext,
    subject: { type: string; ids: readonly string[] },
    except?: string,
  ): Promise<void>;
  request(tx: Transaction, context: RequestContext, review: AskedReview): Promise<string>;
  /** In the order of the ids; null for those that this plugin did not ask and the caller may not read. */
  find(
    tx: Transaction,
    context: RequestContext,
    ids: readonly string[],
    plugin: string,
  ): Promise<(ReviewSummary | null)[]>;
}
/** A question to people, as another subgraph or the platform asks it. */
export interface AskedReview extends Omit<ReviewRequest, 'subject'> {
  /** What is asked about, e.g. `Document`, `Recommendation`, `run`, `<plugin>.<what>`. */
  subject: { type: string; id: string };
  /** The plugin that asks, if one does. */
  plugin?: string | null;
  /** Who may see a review of no document. */
  access: readonly string[];
}

/** The documents service with an explicit context, kept by `documents`. */
export type DocumentsPort = { [Method in keyof DocumentsService]: WithContext<DocumentsService[Method]> } & {
  /** The current version of each document, in one batch and whoever asks; what is erased is missing. */
  versions(tx: Transaction, documentIds: readonly string[]): Promise<Map<string, CurrentVersion>>;
};
export interface CurrentVersion {
  versionId: string;
  /** Whether all its steps have ended: until then what is made from it may be made from a part. */
  isSettled: boolean;
}
export type RecommendationsPort = {
  [Method in keyof RecommendationsService]: WithContext<RecommendationsService[Method]>;
};
export type FeedbackPort = { [Method in keyof FeedbackService]: WithContext<FeedbackService[Method]> };
/** The members of a tenant, kept by `accounts`; who is none of them is null or missing. */
export type PeoplePort = {
  [Method in Exclude<keyof PeopleService, 'readers'>]: WithContext<PeopleService[Method]>;
} & {
  /** The groups of each member among the actors. */
  groups(context: RequestContext, actors: readonly string[]): Promise<Map<string, string[]>>;
};
type WithContext<Call> = Call extends (...args: infer Arguments) => infer Answer
  ? (context: RequestContext, ...args: Arguments) => Answer
  : never;

/** What erases a document or a tenant from a store; every room that keeps something of it registers one. */
export interface Eraser {
  readonly name: string;
  document?(tx: Transaction, documentId: string): Promise<void>;
  tenant?(tx: Transaction): Promise<void>;
}
