import type { AnalyticsProgram, AnalyticsProgramInput } from '../analytics-program.js';

/** Which time: at or after `from` (30 days before the end if not given), before `to` (now if not given); ISO 8601. */
export interface AnalyticsPeriod {
  from?: string;
  to?: string;
}

/** What the runs of one group used in one interval. */
export interface UsageFigures {
  /** When the interval begins, ISO 8601 in UTC. */
  at: string;
  /** The capability, engine or model; null for the model of a built-in engine. */
  group: string | null;
  runs: number;
  /** Those that ended with an answer. */
  answered: number;
  inputTokens: number;
  outputTokens: number;
  /** A decimal string of US dollars; null when no price is known. */
  costUsd: string | null;
}

/** How many of a kind; null where the kind is not known. */
export interface CountOf {
  name: string | null;
  count: number;
}

/** What became of the documents that were uploaded in a period. */
export interface DocumentFigures {
  uploaded: number;
  byStatus: CountOf[];
  byKind: CountOf[];
  /** From 0 to 1; null without extracted fields. */
  meanConfidence: number | null;
  /** Corrections of fields by people. */
  corrections: number;
}

/** What became of the recommendations that were made in a period. */
export interface RecommendationFigures {
  made: number;
  accepted: number;
  rejected: number;
  byKind: { kind: string; made: number; accepted: number; rejected: number; up: number; down: number }[];
}

/** One row of the answer to a program. */
export interface AnalyticsRow {
  /** When the interval begins, ISO 8601 in UTC; null without an interval. */
  at: string | null;
  /** The values of `groupBy` in its order; null where nothing is known. */
  group: (string | null)[];
  /** Of an amount of money, ISO 4217; null for other measures, and where the currency is not known. */
  currency: string | null;
  /** A decimal string, rounded to six places. */
  value: string;
  /** How many facts it is of. */
  count: number;
}

/** What a program found. */
export interface AnalyticsAnswer {
  /** The program with everything filled in that it left open: running it again asks the same. */
  program: AnalyticsProgram;
  rows: AnalyticsRow[];
  /** Whether there are more rows than the limit. */
  truncated: boolean;
  /** Of the source `documents`, when it rests on 20 at most: their ids; else empty. */
  documentIds: string[];
}

/**
 * Figures of the tenant, from facts that domain events left; a few seconds behind. The caller needs the permission
 * `analytics:read`. Errors: `FORBIDDEN`, `BAD_USER_INPUT` (a period that is wrong or too long for its interval).
 */
export interface AnalyticsService {
  /** Runs over time, at most 1,000 points; by capability and day if nothing is said. */
  usage(
    question?: AnalyticsPeriod & {
      interval?: 'HOUR' | 'DAY' | 'WEEK' | 'MONTH';
      groupBy?: 'CAPABILITY' | 'ENGINE' | 'MODEL';
      /** Only of this capability. */
      capability?: string;
    },
  ): Promise<UsageFigures[]>;
  documents(period?: AnalyticsPeriod): Promise<DocumentFigures>;
  recommendations(period?: AnalyticsPeriod): Promise<RecommendationFigures>;
  /**
   * Runs a query program. Of the source `documents` only facts of documents that the caller may read are counted, or with
   * the scope `EVERYBODY` only of those that everybody in the tenant may; the other sources hold no content of documents
   * and are of the whole tenant. Errors: `FORBIDDEN`, `BAD_USER_INPUT` naming the part that is wrong.
   */
  query(program: AnalyticsProgramInput): Promise<AnalyticsAnswer>;
}
