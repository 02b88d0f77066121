import { Directive, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { Cursor, connectionOf, DateTime, Json } from '#platform/graph';
import type { VisibleEntry } from './entries.service.js';
import type { EntryFilter } from './entry-filter.js';

@ObjectType('AuditSubject', { description: 'Something that an audit entry concerns.' })
export class AuditSubject {
  @Field(() => String, { description: 'Its type, such as `Document`.' })
  type!: string;

  @Field(() => ID, { description: 'Its id.' })
  id!: string;
}

@ObjectType('AuditEntry', { description: "One link of the tenant's audit chain: who did what to what." })
export class AuditEntry {
  @Field(() => ID, { description: "The entry's id." })
  id!: string;

  @Field(() => Int, {
    nullable: true,
    description: 'Its place in the chain, from 1; null in the second before it is chained.',
  })
  seq!: number | null;

  @Field(() => DateTime, { description: 'When it happened.' })
  at!: Date;

  @Field(() => ID, { description: 'Who did it: `user:…`, `key:…`, `plugin:…` or `system:…`.' })
  actor!: string;

  @Field(() => String, { description: 'The request that it was part of.' })
  requestId!: string;

  @Field(() => String, {
    description: 'Its kind, such as `decision`, `mutation`, `tool`, `read`, `denied` or `export`.',
  })
  kind!: string;

  @Field(() => String, {
    description: 'What was done, such as `documents.upload` or `capability.extraction`.',
  })
  action!: string;

  @Directive('@listSize(assumedSize: 10)')
  @Field(() => [AuditSubject], { description: 'What it concerns.' })
  subjects!: AuditSubject[];

  @Field(() => Json, {
    nullable: true,
    description: 'The facts; null when it concerns a document that the caller may not read.',
  })
  body!: unknown;

  @Field(() => String, {
    nullable: true,
    description: 'SHA-256 of the personal text, which is stored apart.',
  })
  contentHash!: string | null;

  @Field(() => String, { description: 'SHA-256 of the entry as canonical JSON (RFC 8785).' })
  bodyHash!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The hash of the entry before it; null before it is chained.',
  })
  prevHash!: string | null;

  @Field(() => String, { nullable: true, description: 'Its own hash; null before it is chained.' })
  hash!: string | null;

  entry!: VisibleEntry;
}

export const AuditEntryConnection = connectionOf(AuditEntry, 'AuditEntry');

@InputType('AuditEntryFilter', { description: 'Which entries; every condition that is given must hold.' })
export class AuditEntryFilter implements EntryFilter {
  @Field(() => String, { nullable: true, description: 'Of this kind.' })
  kind?: string | null;

  @Field(() => String, { nullable: true, description: 'Of this action.' })
  action?: string | null;

  @Field(() => ID, { nullable: true, description: 'Done by this actor.' })
  actor?: string | null;

  @Field(() => ID, { nullable: true, description: 'That concern this entity.' })
  subjectId?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'At or after this instant.' })
  from?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Before this instant.' })
  to?: Date | null;
}

@Directive('@key(fields: "id")')
@ObjectType('Decision', { description: 'The record of one AI outcome.' })
export class Decision {
  @Field(() => ID, { description: "The decision's id; that of its audit entry." })
  id!: string;

  @Field(() => DateTime, { description: 'When it was made.' })
  at!: Date;

  @Field(() => ID, { description: 'For whom it was made.' })
  actor!: string;

  @Field(() => String, { description: 'The capability that made it.' })
  capability!: string;

  @Field(() => Json, {
    nullable: true,
    description: 'The facts: versions, evidence, verdicts, hashes, cost.',
  })
  record!: unknown;

  @Field(() => AuditEntry, { description: 'Its entry in the audit chain.' })
  entry!: AuditEntry;
}

@ObjectType('AuditFault', { description: 'The first entry of a chain that is not right.' })
export class AuditFault {
  @Field(() => Int, { description: 'Its place in the chain.' })
  seq!: number;

  @Field(() => String, { description: 'What is wrong with it.' })
  reason!: string;
}

@ObjectType('AuditVerification', { description: "What recomputing the tenant's audit chain showed." })
export class AuditVerification {
  @Field(() => Boolean, { description: 'Whether every entry is right.' })
  valid!: boolean;

  @Field(() => Int, { description: 'How many entries are right, from the first.' })
  entries!: number;

  @Field(() => String, { description: 'The hash of the last entry that is right.' })
  headHash!: string;

  @Field(() => AuditFault, { nullable: true, description: 'The first entry that is not right.' })
  firstBad!: AuditFault | null;

  @Field(() => Int, {
    description: 'Records that came after the verification began and are not yet chained.',
  })
  unchained!: number;
}

@ObjectType('AuditExport', { description: 'A part of the audit chain as JSON Lines.' })
export class AuditExport {
  @Field(() => String, {
    description: 'One entry a line, in the order of the chain; each line ends with a newline.',
  })
  lines!: string;

  @Field(() => Int, { description: 'How many lines.' })
  count!: number;

  @Field(() => Cursor, {
    nullable: true,
    description: 'Export again after this cursor; null when there was no line.',
  })
  endCursor!: string | null;

  @Field(() => Boolean, { description: 'Whether more entries follow.' })
  hasNextPage!: boolean;
}
