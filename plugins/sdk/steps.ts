import { z } from 'zod';

/** The steps of ingestion in their order. */
export const ingestSteps = [
  'parse',
  'screen',
  'classify',
  'extract',
  'chunk',
  'embed',
  'index',
  'relate',
  'recommend',
  'validate',
  'record',
] as const;
/** One of `ingestSteps`. */
export type IngestStep = (typeof ingestSteps)[number];

/** Steps that a plugin's capability can fill. */
export const capabilitySteps = ['screen', 'classify', 'extract', 'relate', 'recommend'] as const;
/** One of `capabilitySteps`. */
export type CapabilityStep = (typeof capabilitySteps)[number];

/** The input of every step capability. */
export const stepInput = z.object({ documentId: z.uuid(), versionId: z.uuid() });
/** What a step is about: a document, and the version that is read. */
export type StepInput = z.infer<typeof stepInput>;

const place = {
  page: z.int().positive().nullable(),
  /** Code points of the page's text, end exclusive. */
  start: z.int().nonnegative().nullable(),
  end: z.int().nonnegative().nullable(),
  quote: z.string().nullable(),
};

/** The step `screen`: what was found in the document, and whether it may go on. */
export const screenOutput = z.object({
  verdict: z.enum(['ALLOW', 'REVIEW', 'QUARANTINE']),
  /** The policy that decided, with its version. */
  policy: z.string().optional(),
  findings: z.array(
    z.object({
      kind: z.string(),
      severity: z.enum(['INFO', 'LOW', 'MEDIUM', 'HIGH']),
      verdict: z.enum(['ALLOW', 'REVIEW', 'QUARANTINE']),
      rule: z.string(),
      ruleVersion: z.int().positive(),
      carrier: z.string().nullable(),
      ...place,
    }),
  ),
});

/** The step `classify`: kind and language, confidences from 0 to 1, and the words that show them. */
export const classifyOutput = z.object({
  /** A lower-case snake name such as `invoice`; `other` when nothing fits. */
  kind: z.string(),
  confidence: z.number().min(0).max(1),
  /** ISO 639-1, or null when it cannot be told. */
  language: z.string().nullable(),
  languageConfidence: z.number().min(0).max(1),
  cues: z.array(z.object({ cue: z.string(), ...place })),
});

/** One extracted field with its place in the text, if it has one. */
export const extractedField = z.object({
  name: z.string(),
  /** Normalised: dates ISO 8601, amounts as decimal strings; `lines` as JSON rows. */
  value: z.json(),
  confidence: z.number().min(0).max(1),
  ...place,
});
/** The step `extract`. */
export const extractOutput = z.object({
  fields: z.array(extractedField),
  /** Names of the fields that a person should look at, with the reason. */
  review: z.array(z.object({ field: z.string(), reason: z.string() })),
});

/** The step `relate`: documents that belong to this one, scores from 0 to 1. */
export const relateOutput = z.object({
  related: z.array(
    z.object({
      documentId: z.uuid(),
      /** e.g. `SIMILAR`, `DUPLICATE`, `ORDER`, `VERSION`. */
      relation: z.string(),
      score: z.number().min(0).max(1),
      reason: z.string(),
    }),
  ),
});

/** What can be recommended. */
export const recommendationKinds = ['APPROVE', 'REVIEW', 'FLAG_DUPLICATE', 'MATCH_ORDER', 'SIMILAR'] as const;
/** One thing to do, with why and what it rests on. */
export const proposal = z.object({
  kind: z.enum(recommendationKinds),
  title: z.string(),
  rationale: z.string(),
  confidence: z.number().min(0).max(1),
  /** The persisted operation that accepting would run as the person who accepts, with its variables; or null. */
  action: z.object({ operation: z.string(), variables: z.record(z.string(), z.json()) }).nullable(),
  evidence: z.array(
    z.object({ documentId: z.uuid(), versionId: z.uuid(), ...place, note: z.string().nullable() }),
  ),
  /** Numbers and words that rules judge, e.g. `amountDifference`. */
  facts: z.record(z.string(), z.json()),
});
/** The step `recommend`. */
export const recommendOutput = z.object({ proposals: z.array(proposal) });

/** The output of each step, which the subgraph that owns the table stores. */
export const stepOutputs = {
  screen: screenOutput,
  classify: classifyOutput,
  extract: extractOutput,
  relate: relateOutput,
  recommend: recommendOutput,
} as const satisfies Record<CapabilityStep, z.ZodType>;

/** What a capability of this step returns. */
export type StepOutput<Step extends CapabilityStep> = z.infer<(typeof stepOutputs)[Step]>;
/** One extracted field; see `extractedField`. */
export type ExtractedField = z.infer<typeof extractedField>;
/** One proposal; see `proposal`. */
export type Proposal = z.infer<typeof proposal>;
