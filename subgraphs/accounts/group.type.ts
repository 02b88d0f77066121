import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { connectionOf, DateTime, resultOf } from '#platform/graph';

@ObjectType('Group', { description: 'Members who may read the documents whose access list names the group.' })
export class Group {
  @Field(() => ID, { description: "The group's id, as access lists name it." })
  id!: string;

  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => DateTime, { description: 'When it was made.' })
  createdAt!: Date;
}
export const GroupConnection = connectionOf(Group, 'Group');

@InputType('CreateGroupInput', { description: 'A new group.' })
export class CreateGroupInput {
  @Field(() => String, { description: 'Its name; one group has it.' })
  name!: string;
}

@ObjectType('CreateGroupPayload', { description: 'The new group.' })
export class CreateGroupPayload {
  @Field(() => Group, { description: 'The group.' })
  group!: Group;
}
export const CreateGroupResult = resultOf('CreateGroupResult', CreateGroupPayload);

@InputType('GroupMembershipInput', { description: 'A member and a group.' })
export class GroupMembershipInput {
  @Field(() => ID, { description: 'The group.' })
  groupId!: string;

  @Field(() => ID, { description: 'The member.' })
  memberId!: string;
}

@ObjectType('AddToGroupPayload', { description: 'The group that the member now belongs to.' })
export class AddToGroupPayload {
  @Field(() => Group, { description: 'The group.' })
  group!: Group;
}
export const AddToGroupResult = resultOf('AddToGroupResult', AddToGroupPayload);

@ObjectType('RemoveFromGroupPayload', { description: 'The group that the member no longer belongs to.' })
export class RemoveFromGroupPayload {
  @Field(() => Group, { description: 'The group.' })
  group!: Group;
}
export const RemoveFromGroupResult = resultOf('RemoveFromGroupResult', RemoveFromGroupPayload);

@InputType('DeleteGroupInput', { description: 'Which group is to be deleted.' })
export class DeleteGroupInput {
  @Field(() => ID, { description: 'The group.' })
  groupId!: string;
}

@ObjectType('DeleteGroupPayload', { description: 'The group is gone.' })
export class DeleteGroupPayload {
  @Field(() => ID, { description: 'The group that was deleted.' })
  groupId!: string;
}
export const DeleteGroupResult = resultOf('DeleteGroupResult', DeleteGroupPayload);
