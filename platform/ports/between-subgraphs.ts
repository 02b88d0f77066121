/* What subgraphs keep for each other. */
import type {
  CapabilityStep,
  DocumentsService,
  EvidenceRef,
  FeedbackService,
  RecommendationsService,
  RequestContext,
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
  request(
    tx: Transaction,
    context: RequestContext,
    review: {
      reason: string;
      documentId: string | null;
      /** What is asked about, e.g. `document.fields`, `recommendation`. */
      subject: { type: string; id: string };
      fingerprint: string;
      evidence: EvidenceRef[];
      deadline: string | null;
      access: readonly string[];
    },
  ): Promise<string>;
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
type WithContext<Call> = Call extends (...args: infer Arguments) => infer Answer
  ? (context: RequestContext, ...args: Arguments) => Answer
  : never;

/** What erases a document or a tenant from a store; every room that keeps something of it registers one. */
export interface Eraser {
  readonly name: string;
  document?(tx: Transaction, documentId: string): Promise<void>;
  tenant?(tx: Transaction): Promise<void>;
}
