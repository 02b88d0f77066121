import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { CalendarDate, connectionOf, DateTime, resultOf } from '#platform/graph';

export const OperationSource = { FILE: 'FILE', MUTATION: 'MUTATION' } as const;
export type OperationSource = keyof typeof OperationSource;
registerEnumType(OperationSource, {
  name: 'OperationSource',
  description: 'Where a registered operation comes from.',
  valuesConfig: {
    FILE: { description: 'A file of the system, or a plugin that is enabled: every tenant may call it.' },
    MUTATION: { description: '`registerOperation`: the tenant that registered it may call it.' },
  },
});

@ObjectType('OperationTool', { description: 'What makes an operation a tool of the Model Context Protocol.' })
export class OperationTool {
  @Field(() => String, { description: 'What it does; empty when the description of its field says it.' })
  description!: string;

  @Field(() => Boolean, { description: 'Whether it may change something.' })
  mutation!: boolean;
}

@ObjectType('PersistedOperation', {
  description: 'An operation that is registered and can be called by its hash.',
})
export class PersistedOperation {
  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => String, { description: 'SHA-256 of its document, in hex.' })
  hash!: string;

  @Field(() => String, { description: 'The document, printed, without `@tool`.' })
  document!: string;

  @Field(() => OperationTool, { nullable: true, description: 'Null when it is no tool.' })
  tool!: OperationTool | null;

  @Field(() => OperationSource, { description: 'Where it comes from.' })
  source!: OperationSource;

  @Field(() => Int, { description: 'How often the tenant called it by its hash in the last seven days.' })
  uses!: number;

  @Field(() => CalendarDate, { nullable: true, description: 'The day of the newest call.' })
  lastUsedOn!: string | null;

  @Field(() => ID, { nullable: true, description: 'The actor who registered it.' })
  registeredBy!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was registered.' })
  registeredAt!: Date | null;
}
export const PersistedOperationConnection = connectionOf(PersistedOperation, 'PersistedOperation');

@InputType('PersistedOperationFilterInput', { description: 'Which registered operations.' })
export class PersistedOperationFilterInput {
  @Field(() => OperationSource, { nullable: true, description: 'From there.' })
  source?: OperationSource | null;

  @Field(() => Boolean, { nullable: true, description: 'Tools only, or all that are none.' })
  tool?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Those that were called in the last seven days, or were not.',
  })
  used?: boolean | null;

  @Field(() => String, { nullable: true, description: 'Whose name has this in it, in capitals or not.' })
  name?: string | null;
}

@InputType('RegisterOperationInput', { description: 'The operation to register.' })
export class RegisterOperationInput {
  @Field(() => String, {
    description:
      'One named operation with its fragments. `@tool(description: "…")` makes it a tool, with `mutation: true` when it may change something.',
  })
  document!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The same key with another document is refused; at most 200 characters.',
  })
  idempotencyKey?: string | null;
}

@InputType('RemoveOperationInput', { description: 'The operation to remove.' })
export class RemoveOperationInput {
  @Field(() => String, { description: 'Its hash.' })
  hash!: string;
}

@ObjectType('OperationPayload', { description: 'The operation that was registered or removed.' })
export class OperationPayload {
  @Field(() => PersistedOperation, { description: 'The operation.' })
  operation!: PersistedOperation;
}
export const OperationResult = resultOf('OperationResult', OperationPayload);
