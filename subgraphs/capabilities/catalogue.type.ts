import type { CapabilityStep, Engine } from 'tributary/sdk';
import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { EngineKind } from '#platform/graph';

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
