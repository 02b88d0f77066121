import { Directive, Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { connectionOf, DateTime, describedEnum, Json } from '#platform/graph';
import type { DocumentStatus } from './document.entity.js';
import type { StepState } from './step.entity.js';

export const DocumentStatusEnum = describedEnum<Exclude<DocumentStatus, 'DELETING'>>(
  'DocumentStatus',
  'Where a document stands.',
  {
    PROCESSING: 'Its steps are under way.',
    READY: 'It is read, understood and searchable.',
    NEEDS_REVIEW: 'It is searchable, and a person has to look at something.',
    QUARANTINED: 'Screening found something in it; it is kept apart.',
    FAILED: 'It cannot be read; its problem says why.',
  },
);
export const StepStateEnum = describedEnum<StepState>('StepState', 'Where a step of ingestion stands.', {
  PENDING: 'Its turn has not come.',
  RUNNING: 'It is under way.',
  DONE: 'It is done.',
  SKIPPED: 'It does not apply, or nothing is there to do it.',
  FAILED: 'It failed; the problem of the document says why.',
});
export const FieldSourceEnum = describedEnum('FieldSource', 'Who gave the value.', {
  EXTRACTED: 'A capability read it in the document.',
  CORRECTED: 'A person corrected it.',
});

@ObjectType({ description: 'Why a document is not ready, and what to do about it.' })
export class DocumentProblem {
  @Field(() => String, { description: 'The code of the error catalogue.' })
  code!: string;

  @Field(() => String, { description: 'What is wrong.' })
  message!: string;

  @Field(() => String, { description: 'What to do about it.' })
  hint!: string;
}

@ObjectType({ description: 'A step of ingestion.' })
export class DocumentStep {
  @Field(() => String, { description: 'The name of the step.' })
  name!: string;

  @Field(() => StepStateEnum, { description: 'Where it stands.' })
  state!: string;

  @Field(() => DateTime, { nullable: true, description: 'When it began.' })
  startedAt!: Date | null;

  @Field(() => Float, { nullable: true, description: 'How long it took, in milliseconds.' })
  durationMs!: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'The code of the error, if it failed or was skipped for one.',
  })
  code!: string | null;

  @Field(() => ID, { nullable: true, description: 'The run of the capability that filled it.' })
  runId!: string | null;
}

@ObjectType({ description: 'A page: the stored, normalised text that all places count in.' })
export class DocumentPage {
  @Field(() => Int, { description: 'The number, from 1.' })
  number!: number;

  @Field(() => String, { description: 'The text; places count its Unicode code points.' })
  text!: string;
}
export const DocumentPageConnection = connectionOf(DocumentPage, 'DocumentPage');

@ObjectType({ description: 'A structured value that was found in the document, with its place.' })
export class ExtractedField {
  @Field(() => ID, { description: 'The id of the field.' })
  id!: string;

  @Field(() => String, { description: 'The name, e.g. `invoice_number`.' })
  name!: string;

  @Field(() => Json, { nullable: true, description: 'The normalised value.' })
  value!: unknown;

  @Field(() => Float, { description: 'From 0 to 1; 1 when a person gave the value.' })
  confidence!: number;

  @Field(() => FieldSourceEnum, { description: 'Who gave the value.' })
  source!: string;

  @Field(() => Json, { nullable: true, description: 'What was extracted before a person corrected it.' })
  extractedValue!: unknown;

  @Field(() => Int, { nullable: true, description: 'The page, from 1.' })
  page!: number | null;

  @Field(() => Int, { nullable: true, description: "The first code point of the page's text." })
  start!: number | null;

  @Field(() => Int, { nullable: true, description: 'The code point after the last.' })
  end!: number | null;

  @Field(() => String, { nullable: true, description: 'The text there.' })
  quote!: string | null;
}

@ObjectType({ description: 'Something that screening found.' })
export class ScreenFinding {
  @Field(() => String, { description: 'What was found, e.g. `injected_instruction`.' })
  kind!: string;

  @Field(() => String, { description: 'INFO, LOW, MEDIUM or HIGH.' })
  severity!: string;

  @Field(() => String, { description: 'What the policy says: ALLOW, REVIEW or QUARANTINE.' })
  verdict!: string;

  @Field(() => String, { description: 'The rule that found it.' })
  rule!: string;

  @Field(() => Int, { description: "The rule's version." })
  ruleVersion!: number;

  @Field(() => String, { nullable: true, description: 'How the text was hidden, if it was.' })
  carrier!: string | null;

  @Field(() => Int, { nullable: true, description: 'The page, from 1.' })
  page!: number | null;

  @Field(() => Int, { nullable: true, description: "The first code point of the page's text." })
  start!: number | null;

  @Field(() => Int, { nullable: true, description: 'The code point after the last.' })
  end!: number | null;
}

@ObjectType({ description: 'One version of the bytes of a document.' })
export class DocumentVersion {
  @Field(() => ID, { description: 'The id of the version; citations name it.' })
  id!: string;

  @Field(() => Int, { description: 'The number, from 1.' })
  version!: number;

  @Field(() => String, { description: 'SHA-256 of the bytes, in hexadecimal.' })
  sha256!: string;

  @Field(() => Int, { description: 'The size in bytes.' })
  size!: number;

  @Field(() => DateTime, { description: 'When it was uploaded.' })
  createdAt!: Date;
}

@Directive('@key(fields: "id")')
@ObjectType({ description: 'A document: uploaded, read, understood and searchable.' })
export class Document {
  @Field(() => ID, { description: 'The id.' })
  id!: string;

  @Field(() => String, { description: 'The file name.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'The title that the document gives itself.' })
  title!: string | null;

  @Field(() => String, { description: 'The media type found in the bytes.' })
  mediaType!: string;

  @Field(() => DocumentStatusEnum, { description: 'Where it stands.' })
  status!: string;

  @Field(() => DocumentProblem, { nullable: true, description: 'Why it is not ready.' })
  problem!: DocumentProblem | null;

  @Field(() => String, { nullable: true, description: 'What it is, e.g. `invoice`.' })
  kind!: string | null;

  @Field(() => Float, { nullable: true, description: 'How sure the kind is, from 0 to 1.' })
  kindConfidence!: number | null;

  @Field(() => String, { nullable: true, description: 'ISO 639-1.' })
  language!: string | null;

  @Field(() => ID, { description: 'The current version.' })
  versionId!: string;

  @Field(() => Int, { description: 'The number of the current version.' })
  version!: number;

  @Directive('@listSize(assumedSize: 10)')
  @Field(() => [ID], { description: 'The groups that may read it; empty when everybody of the tenant may.' })
  groups!: string[];

  @Field(() => DateTime, { description: 'When it was first uploaded.' })
  createdAt!: Date;

  @Field(() => DateTime, { description: 'When it last changed.' })
  updatedAt!: Date;
}
export const DocumentConnection = connectionOf(Document, 'Document');
