import type { Role } from 'tributary/sdk';
import { Directive, Field, ID, InputType, ObjectType } from 'type-graphql';
import { DateTime, resultOf } from '#platform/graph';
import { RoleEnum } from './role.type.js';

@ObjectType('Tenant', { description: 'Whose data it is.' })
export class Tenant {
  @Field(() => ID, { description: "The tenant's id." })
  id!: string;

  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => DateTime, { description: 'When it was made.' })
  createdAt!: Date;
}

@ObjectType('Me', { description: 'Who the caller is and what the caller may do.' })
export class Me {
  @Field(() => ID, { description: 'The actor as audit entries name it, such as `user:…` or `key:…`.' })
  actor!: string;

  @Directive('@listSize(assumedSize: 5)')
  @Field(() => [RoleEnum], { description: 'What the caller may do.' })
  roles!: Role[];

  @Directive('@listSize(assumedSize: 10)')
  @Field(() => [String], { description: 'Which of that the key or token allows; `*` for all.' })
  scopes!: string[];
}

@InputType('DeleteTenantInput', { description: 'Confirms that everything of the tenant is to be deleted.' })
export class DeleteTenantInput {
  @Field(() => String, { description: "The tenant's name, as it is written." })
  confirmName!: string;
}

@ObjectType('DeleteTenantPayload', { description: 'The deletion has begun; nobody can sign in any more.' })
export class DeleteTenantPayload {
  @Field(() => ID, { description: 'The tenant.' })
  tenantId!: string;
}
export const DeleteTenantResult = resultOf('DeleteTenantResult', DeleteTenantPayload);
