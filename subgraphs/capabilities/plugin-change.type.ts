import { createUnionType, Directive, Field, ID, InputType, ObjectType } from 'type-graphql';
import type { PluginChangeResult } from '#platform';
import { Conflict, Failure, Forbidden, InvalidInput, Json, NotFound, resultOf } from '#platform/graph';
import { PluginSettingsType } from './plugin.type.js';

@InputType('EnablePluginInput', { description: 'Which plugin to turn on, or up.' })
export class EnablePluginInput {
  @Field(() => ID, { description: 'The plugin.' })
  plugin!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'A version number, or the beginning of a hash (8 characters or more); what lies here now by default.',
  })
  version?: string | null;

  @Field(() => String, { nullable: true, description: 'Of a remote plugin: the address of its plugin.json.' })
  url?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Only for the tenant of the caller, where it was switched off.',
  })
  onlyTenant!: boolean;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Goes on although registered or recently used operations break.',
  })
  force!: boolean;
}

@InputType('DisablePluginInput', { description: 'Which plugin to turn off.' })
export class DisablePluginInput {
  @Field(() => ID, { description: 'The plugin.' })
  plugin!: string;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Only for the tenant of the caller: its fields stay and answer `PLUGIN_DISABLED`.',
  })
  onlyTenant!: boolean;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Goes on although registered or recently used operations break.',
  })
  force!: boolean;
}

@InputType('CheckPluginInput', { description: 'A change that is only tried.' })
export class CheckPluginInput {
  @Field(() => ID, { description: 'The plugin.' })
  plugin!: string;

  @Field(() => String, { nullable: true, description: 'As for `enablePlugin`.' })
  version?: string | null;

  @Field(() => String, { nullable: true, description: 'As for `enablePlugin`.' })
  url?: string | null;

  @Field(() => Boolean, { defaultValue: false, description: 'Tries to turn it off.' })
  disable!: boolean;
}

@InputType('SetPluginSettingsInput', { description: 'Settings of a plugin in the tenant of the caller.' })
export class SetPluginSettingsInput {
  @Field(() => ID, { description: 'The plugin.' })
  plugin!: string;

  @Field(() => Json, { description: 'The values to set; null takes one away, what is not named stays.' })
  settings!: unknown;
}

@ObjectType('PluginEnabled', { description: 'The plugin serves.' })
export class PluginEnabled {
  @Field(() => ID, { description: 'The plugin.' })
  plugin!: string;

  @Field(() => String, { description: 'The version that serves.' })
  version!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The generation of the graph that has it; null when the graph is the same.',
  })
  generation!: string | null;
}

@ObjectType('PluginDisabled', { description: 'The plugin does not serve any more.' })
export class PluginDisabled {
  @Field(() => ID, { description: 'The plugin.' })
  plugin!: string;

  @Field(() => String, { description: 'The version that served.' })
  version!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The generation of the graph without it; null when the graph is the same.',
  })
  generation!: string | null;
}

@ObjectType('PluginChecked', { description: 'The change could be made; nothing was changed.' })
export class PluginChecked {
  @Field(() => ID, { description: 'The plugin.' })
  plugin!: string;

  @Field(() => String, { description: 'The version that was tried.' })
  version!: string;

  @Directive('@listSize(assumedSize: 100)')
  @Field(() => [String], { description: 'Coordinates that the public schema would gain.' })
  added!: readonly string[];

  @Directive('@listSize(assumedSize: 100)')
  @Field(() => [String], { description: 'Coordinates that it would lose.' })
  removed!: readonly string[];

  @Directive('@listSize(assumedSize: 100)')
  @Field(() => [String], { description: 'Coordinates that would change, each with its old and new type.' })
  changed!: readonly string[];
}

@ObjectType('PluginCulprit', { description: 'One thing that stands in the way of a change.' })
export class PluginCulprit {
  @Field(() => ID, { description: 'The plugin that has to be mended.' })
  plugin!: string;

  @Field(() => String, { nullable: true, description: 'Where, such as `Document.summary`.' })
  coordinate!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The operation that needs it: its name when it is registered, else its hash.',
  })
  operation!: string | null;

  @Field(() => String, { description: 'What is wrong.' })
  message!: string;

  @Field(() => String, { description: 'What to do about it.' })
  hint!: string;
}

@ObjectType({ implements: Failure, description: 'The graph with this change does not compose.' })
export class CompositionFailed extends Failure {
  @Directive('@listSize(assumedSize: 20)')
  @Field(() => [PluginCulprit], { description: 'Everything that stands in the way.' })
  culprits!: readonly PluginCulprit[];
}

@ObjectType({
  implements: Failure,
  description: 'Operations that are registered or were used in the last seven days would break.',
})
export class BreakingChange extends Failure {
  @Directive('@listSize(assumedSize: 20)')
  @Field(() => [PluginCulprit], { description: 'Everything that stands in the way.' })
  culprits!: readonly PluginCulprit[];
}

@ObjectType({ implements: Failure, description: 'The plugin asks for a service that it may not use.' })
export class PermissionDenied extends Failure {
  @Directive('@listSize(assumedSize: 20)')
  @Field(() => [PluginCulprit], { description: 'Everything that stands in the way.' })
  culprits!: readonly PluginCulprit[];
}

@ObjectType({
  implements: Failure,
  description: 'Plugins that need each other would not be there in the versions they need.',
})
export class MissingDependency extends Failure {
  @Directive('@listSize(assumedSize: 20)')
  @Field(() => [PluginCulprit], { description: 'Everything that stands in the way.' })
  culprits!: readonly PluginCulprit[];
}

@ObjectType({
  implements: Failure,
  description: 'The plugin is not valid, takes what belongs to others, or was not loaded by every process.',
})
export class PluginRefused extends Failure {
  @Directive('@listSize(assumedSize: 20)')
  @Field(() => [PluginCulprit], { description: 'Everything that stands in the way.' })
  culprits!: readonly PluginCulprit[];
}

@ObjectType('PluginSettingsPayload', { description: 'The settings as they are now.' })
export class PluginSettingsPayload {
  @Field(() => PluginSettingsType, { description: 'The settings.' })
  settings!: PluginSettingsType;
}
export const PluginSettingsResult = resultOf('SetPluginSettingsResult', PluginSettingsPayload);

const outcomes = {
  PluginEnabled,
  PluginDisabled,
  PluginChecked,
  CompositionFailed,
  BreakingChange,
  PermissionDenied,
  MissingDependency,
  PluginRefused,
} as const;

/** What became of a change. */
export const PluginChange = createUnionType({
  name: 'PluginChange',
  description: 'The outcome: what was changed, or everything that stands in the way.',
  types: () => [...Object.values(outcomes), InvalidInput, NotFound, Forbidden, Conflict] as const,
});

const mostCulprits = 100;

/** The outcome as an instance of its class. */
export function toPluginChange(
  result: PluginChangeResult,
): InstanceType<(typeof outcomes)[keyof typeof outcomes]> {
  const bounded =
    'culprits' in result ? { ...result, culprits: result.culprits.slice(0, mostCulprits) } : result;
  return Object.assign(new outcomes[result.type](), bounded);
}
