import type { CapabilityStep, Engine } from 'tributary/sdk';
import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { DateTime, EngineKind, Json } from '#platform/graph';

@ObjectType('Capability', { description: 'A named AI function with a typed input and output.' })
export class Capability {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;

  @Field(() => String, { description: 'The plugin that brings it.' })
  plugin!: string;

  @Field(() => String, { description: 'The version of the plugin.' })
  pluginVersion!: string;

  @Field(() => String, { description: 'What it does.' })
  description!: string;

  @Directive('@listSize(assumedSize: 2)')
  @Field(() => [EngineKind], { description: 'What can answer.' })
  engines!: readonly Engine[];

  @Field(() => String, { nullable: true, description: 'The step of ingestion that it fills.' })
  step!: CapabilityStep | null;
}

@ObjectType('PromptVersion', { description: 'A version of a prompt. It never changes.' })
export class PromptVersionType {
  @Field(() => Int, { description: 'Its number, from 1.' })
  version!: number;

  @Field(() => String, { description: 'The text, with variables in double braces.' })
  text!: string;

  @Field(() => Json, { description: 'Variables, alias of the model, bounds.' })
  settings!: unknown;

  @Directive('@listSize(assumedSize: 2)')
  @Field(() => [String], { description: 'The labels that stand at it, such as `production`.' })
  labels!: string[];

  @Field(() => DateTime, { description: 'When it was first loaded.' })
  createdAt!: Date;
}

@ObjectType('Prompt', { description: 'A prompt of a plugin.' })
export class Prompt {
  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => String, { description: 'The plugin that brings it.' })
  plugin!: string;

  @Directive('@listSize(assumedSize: 10)')
  @Field(() => [PromptVersionType], { description: 'Its newest versions, newest first; ten at most.' })
  versions!: PromptVersionType[];
}
