import type { Role } from 'tributary/sdk';
import { Directive, Field, ID, InputType, ObjectType } from 'type-graphql';
import { connectionOf, DateTime, resultOf } from '#platform/graph';
import { RoleEnum } from './role.type.js';

@ObjectType('Member', { description: 'A person of the tenant.' })
export class Member {
  @Field(() => ID, { description: "The member's id." })
  id!: string;

  @Field(() => ID, { description: 'The actor as audit entries and reviews name it: `user:` and the id.' })
  actor!: string;

  @Field(() => String, { description: 'The email address, in lower case.' })
  email!: string;

  @Field(() => String, { nullable: true, description: 'The name.' })
  name!: string | null;

  @Directive('@listSize(assumedSize: 5)')
  @Field(() => [RoleEnum], { description: 'What the person may do.' })
  roles!: Role[];

  @Field(() => String, { nullable: true, description: 'The subject that names the person in tokens.' })
  subject!: string | null;

  @Field(() => DateTime, { description: 'Since when.' })
  createdAt!: Date;
}
export const MemberConnection = connectionOf(Member, 'Member');

@InputType('CreateMemberInput', { description: 'A new member.' })
export class CreateMemberInput {
  @Field(() => String, { description: 'The email address; one member has it.' })
  email!: string;

  @Field(() => String, { nullable: true, description: 'The name.' })
  name?: string | null;

  @Field(() => [RoleEnum], { nullable: true, description: 'What the person may do; `MEMBER` if not given.' })
  roles?: Role[] | null;

  @Field(() => String, { nullable: true, description: 'The subject that names the person in tokens.' })
  subject?: string | null;
}

@ObjectType('CreateMemberPayload', { description: 'The new member.' })
export class CreateMemberPayload {
  @Field(() => Member, { description: 'The member.' })
  member!: Member;
}
export const CreateMemberResult = resultOf('CreateMemberResult', CreateMemberPayload);

@InputType('UpdateMemberRolesInput', { description: 'The roles that a member has from now on.' })
export class UpdateMemberRolesInput {
  @Field(() => ID, { description: 'The member.' })
  memberId!: string;

  @Field(() => [RoleEnum], { description: 'All roles of the person.' })
  roles!: Role[];
}

@ObjectType('UpdateMemberRolesPayload', { description: 'The member with the new roles.' })
export class UpdateMemberRolesPayload {
  @Field(() => Member, { description: 'The member.' })
  member!: Member;
}
export const UpdateMemberRolesResult = resultOf('UpdateMemberRolesResult', UpdateMemberRolesPayload);

@InputType('RemoveMemberInput', { description: 'Who is to be removed.' })
export class RemoveMemberInput {
  @Field(() => ID, { description: 'The member.' })
  memberId!: string;
}

@ObjectType('RemoveMemberPayload', { description: 'The member is gone, and so are the keys.' })
export class RemoveMemberPayload {
  @Field(() => ID, { description: 'The member that was removed.' })
  memberId!: string;
}
export const RemoveMemberResult = resultOf('RemoveMemberResult', RemoveMemberPayload);
