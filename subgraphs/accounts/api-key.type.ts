import type { Role } from 'tributary/sdk';
import { Directive, Field, ID, InputType, ObjectType } from 'type-graphql';
import { connectionOf, DateTime, resultOf } from '#platform/graph';
import { RoleEnum } from './role.type.js';

@ObjectType('ApiKey', { description: 'An API key. The key itself is shown once, when it is made.' })
export class ApiKey {
  @Field(() => ID, { description: "The key's id." })
  id!: string;

  @Field(() => String, { description: 'What it is for.' })
  name!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'The member whose roles and groups it has; null for its own.',
  })
  memberId!: string | null;

  @Directive('@listSize(assumedSize: 5)')
  @Field(() => [RoleEnum], { description: 'What it may do; empty for a key of a member.' })
  roles!: Role[];

  @Directive('@listSize(assumedSize: 20)')
  @Field(() => [ID], { description: 'The groups that it belongs to; empty for a key of a member.' })
  groups!: string[];

  @Directive('@listSize(assumedSize: 10)')
  @Field(() => [String], { description: 'Which permissions it is limited to; `*` for all.' })
  scopes!: string[];

  @Field(() => ID, { description: 'The actor who made it.' })
  createdBy!: string;

  @Field(() => DateTime, { description: 'When it was made.' })
  createdAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it ends by itself.' })
  expiresAt!: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was revoked.' })
  revokedAt!: Date | null;
}
export const ApiKeyConnection = connectionOf(ApiKey, 'ApiKey');

@InputType('CreateKeyInput', { description: 'A new API key.' })
export class CreateKeyInput {
  @Field(() => String, { description: 'What it is for.' })
  name!: string;

  @Field(() => ID, { nullable: true, description: 'The member whose roles and groups it has.' })
  memberId?: string | null;

  @Field(() => [RoleEnum], {
    nullable: true,
    description: 'Roles of its own; `MEMBER` if neither they nor a member are given.',
  })
  roles?: Role[] | null;

  @Field(() => [ID], { nullable: true, description: 'Groups of its own.' })
  groups?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Permissions that it is limited to, such as `documents:read`.',
  })
  scopes?: string[] | null;

  @Field(() => DateTime, { nullable: true, description: 'When it ends by itself.' })
  expiresAt?: Date | null;
}

@ObjectType('CreateKeyPayload', { description: 'The new key.' })
export class CreateKeyPayload {
  @Field(() => ApiKey, { description: 'What is known of it from now on.' })
  apiKey!: ApiKey;

  @Field(() => String, { description: 'The key itself. It is not shown again.' })
  key!: string;
}
export const CreateKeyResult = resultOf('CreateKeyResult', CreateKeyPayload);

@InputType('RevokeKeyInput', { description: 'Which key ends.' })
export class RevokeKeyInput {
  @Field(() => ID, { description: 'The key.' })
  keyId!: string;
}

@ObjectType('RevokeKeyPayload', { description: 'The key that has ended.' })
export class RevokeKeyPayload {
  @Field(() => ApiKey, { description: 'The key.' })
  apiKey!: ApiKey;
}
export const RevokeKeyResult = resultOf('RevokeKeyResult', RevokeKeyPayload);
