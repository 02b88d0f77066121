import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { DateTime, Json, resultOf } from '#platform/graph';
import { Document, DocumentStatusEnum, ExtractedField } from './document.type.js';

@InputType({ description: 'Which documents.' })
export class DocumentFilter {
  @Field(() => String, { nullable: true, description: 'Only this kind.' })
  kind?: string | null;

  @Field(() => DocumentStatusEnum, { nullable: true, description: 'Only in this state.' })
  status?: string | null;

  @Field(() => String, { nullable: true, description: 'Only in this language, ISO 639-1.' })
  language?: string | null;
}

@InputType({ description: 'The file that is going to be uploaded.' })
export class CreateUploadInput {
  @Field(() => String, { description: 'The file name.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'The media type, as far as known.' })
  mediaType?: string | null;

  @Field(() => Int, { nullable: true, description: 'The size in bytes; no more will be taken.' })
  size?: number | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'The groups that may read it; everybody of the tenant by default.',
  })
  groups?: string[] | null;
}
@ObjectType({ description: 'Where to send the bytes.' })
export class CreateUploadPayload {
  @Field(() => ID, { description: 'The upload; give it to completeUpload.' })
  uploadId!: string;

  @Field(() => String, { description: 'PUT the bytes to this path of the server; it serves once.' })
  url!: string;

  @Field(() => DateTime, { description: 'When the URL expires.' })
  expiresAt!: Date;
}
export const CreateUploadResult = resultOf('CreateUploadResult', CreateUploadPayload);

@InputType({ description: 'The upload whose bytes have arrived.' })
export class CompleteUploadInput {
  @Field(() => ID, { description: 'The upload.' })
  uploadId!: string;

  @Field(() => ID, { nullable: true, description: 'The document of which this is a new version.' })
  documentId?: string | null;
}
@InputType({ description: 'A text to add as a document.' })
export class AddTextInput {
  @Field(() => String, { description: 'A name, e.g. `note.md`; its ending tells the form of the text.' })
  name!: string;

  @Field(() => String, { description: 'The text.' })
  text!: string;

  @Field(() => [ID], {
    nullable: true,
    description: 'The groups that may read it; everybody of the tenant by default.',
  })
  groups?: string[] | null;
}
@ObjectType({ description: 'The document, and whether it was known.' })
export class DocumentPayload {
  @Field(() => Document, { description: 'The document.' })
  document!: Document;

  @Field(() => Boolean, {
    description: 'False when these bytes were known: the document is the one from before.',
  })
  created!: boolean;
}
export const DocumentResult = resultOf('DocumentResult', DocumentPayload);

@InputType({ description: 'A value that a person knows better.' })
export class CorrectFieldInput {
  @Field(() => ID, { description: 'The document.' })
  documentId!: string;

  @Field(() => String, { description: 'The name of the field.' })
  name!: string;

  @Field(() => Json, { nullable: true, description: 'The right value; null when the document has none.' })
  value?: unknown;
}
@ObjectType({ description: 'The corrected field.' })
export class CorrectFieldPayload {
  @Field(() => ExtractedField, { description: 'The field as it now stands.' })
  field!: ExtractedField;
}
export const CorrectFieldResult = resultOf('CorrectFieldResult', CorrectFieldPayload);

@InputType({ description: 'The document to read anew.' })
export class ReprocessDocumentInput {
  @Field(() => ID, { description: 'The document.' })
  documentId!: string;
}
@InputType({ description: 'The document to advise on anew.' })
export class AdviseDocumentInput {
  @Field(() => ID, { description: 'The document.' })
  documentId!: string;
}
@InputType({ description: 'The document in quarantine to let out.' })
export class ReleaseDocumentInput {
  @Field(() => ID, { description: 'The document.' })
  documentId!: string;

  @Field(() => String, { description: 'Why; kept in the audit log.' })
  reason!: string;
}
@InputType({ description: 'The document in quarantine that stays there.' })
export class RejectDocumentInput {
  @Field(() => ID, { description: 'The document.' })
  documentId!: string;

  @Field(() => String, { description: 'Why; kept in the audit log.' })
  reason!: string;
}
@InputType({ description: 'Who may read a document.' })
export class SetDocumentGroupsInput {
  @Field(() => ID, { description: 'The document.' })
  documentId!: string;

  @Field(() => [ID], { description: 'The groups; empty for everybody of the tenant.' })
  groups!: string[];
}
@ObjectType({ description: 'The document as it now stands.' })
export class ChangeDocumentPayload {
  @Field(() => Document, { description: 'The document.' })
  document!: Document;
}
export const ChangeDocumentResult = resultOf('ChangeDocumentResult', ChangeDocumentPayload);

@InputType({ description: 'The document to delete.' })
export class DeleteDocumentInput {
  @Field(() => ID, { description: 'The document.' })
  documentId!: string;
}
@ObjectType({ description: 'The document is gone; what was stored of it is erased by a job.' })
export class DeleteDocumentPayload {
  @Field(() => ID, { description: 'The id that it had.' })
  documentId!: string;
}
export const DeleteDocumentResult = resultOf('DeleteDocumentResult', DeleteDocumentPayload);
