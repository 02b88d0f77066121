import { Directive, Field, ID, ObjectType } from 'type-graphql';
import type { PluginIsolation, PluginListing, PluginSource, PluginState } from '#platform';
import { DateTime, describedEnum, Json } from '#platform/graph';

export const PluginStateKind = describedEnum('PluginState', 'Whether a plugin serves.', {
  ENABLED: 'It serves.',
  DISABLED: 'It is known and does not serve.',
  FAILED: 'It should serve and could not be loaded in some process: see its error.',
});
export const PluginSourceKind = describedEnum('PluginSource', 'Where a plugin was found.', {
  SHIPPED: 'It comes with the system.',
  FOLDER: 'In the folder of plugins, or in that which PLUGINS_DIR names.',
  PACKAGE: 'An installed npm package.',
  REMOTE: 'Elsewhere: the address of its manifest was given.',
});
export const PluginIsolationKind = describedEnum('PluginIsolation', 'Where the code of a plugin runs.', {
  HOST: 'In the threads of the host: it is trusted.',
  THREAD: 'Whole in a thread of its own, which can be ended.',
  REMOTE: 'Elsewhere, called over HTTP.',
});
export const PluginHealthKind = describedEnum('PluginHealthState', 'How a plugin does.', {
  HEALTHY: 'Nothing went wrong lately.',
  DEGRADED: 'Something went wrong; it still serves.',
  BROKEN: 'It failed so often that it is not asked for a while.',
});

@ObjectType('PluginFault', { description: 'Something that went wrong in a plugin.' })
export class PluginFault {
  @Field(() => String, { description: 'The code of the error catalogue.' })
  code!: string;

  @Field(() => String, { description: 'What went wrong.' })
  message!: string;

  @Field(() => DateTime, { nullable: true, description: 'When, if that is known.' })
  at?: Date | null;
}

@ObjectType('PluginHealth', { description: 'How a plugin does in the process where it does worst.' })
export class PluginHealthType {
  @Field(() => PluginHealthKind, { description: 'In a word.' })
  state!: keyof typeof PluginHealthKind;

  @Field(() => Number, { description: 'Faults since it was loaded.' })
  faults!: number;

  @Field(() => PluginFault, { nullable: true, description: 'The newest fault.' })
  lastFault!: PluginFault | null;

  @Field(() => Number, {
    nullable: true,
    description: 'Heap and external memory of its thread in bytes; null for one without a thread of its own.',
  })
  memoryBytes!: number | null;
}

@ObjectType('PluginVersion', { description: 'One content of a plugin.' })
export class PluginVersionType {
  @Field(() => String, { description: 'Its version number.' })
  version!: string;

  @Field(() => String, { description: 'SHA-256 over its files, in hex.' })
  hash!: string;

  @Field(() => Boolean, { description: 'Whether this one serves.' })
  enabled!: boolean;
}

@ObjectType('PluginContribution', { description: 'Something that a plugin brings.' })
export class PluginContribution {
  @Field(() => String, { description: 'What kind of thing: `capability`, `field`, `step`, `job` …' })
  kind!: string;

  @Field(() => String, { description: 'Its name, such as `Document.summary`.' })
  name!: string;
}

@ObjectType('PluginDependency', { description: 'Another plugin that a plugin needs.' })
export class PluginDependency {
  @Field(() => ID, { description: 'The other plugin.' })
  plugin!: string;

  @Field(() => String, { description: 'The versions that fit, such as `^1.0.0`.' })
  range!: string;
}

@ObjectType('PluginSettings', { description: 'The settings of a plugin in the tenant of the caller.' })
export class PluginSettingsType {
  @Field(() => Json, { description: 'The values that were set, without secret ones.' })
  values!: unknown;

  @Directive('@listSize(assumedSize: 10)')
  @Field(() => [String], {
    description: 'The names of the secret ones that are set; their values are never shown.',
  })
  secretsSet!: readonly string[];
}

@ObjectType('Plugin', { description: 'A plugin.' })
export class Plugin {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;

  @Field(() => String, { description: 'The version that serves, or would.' })
  version!: string;

  @Field(() => String, { description: 'SHA-256 over the files of that version, in hex.' })
  hash!: string;

  @Field(() => String, { description: 'Its name for people.' })
  title!: string;

  @Field(() => String, { description: 'What it does.' })
  description!: string;

  @Field(() => Boolean, { description: 'Whether it runs in the threads of the host.' })
  trusted!: boolean;

  @Directive('@listSize(assumedSize: 16)')
  @Field(() => [String], { description: 'The services that it may use.' })
  permissions!: readonly string[];

  @Field(() => PluginStateKind, { description: 'Whether it serves.' })
  state!: PluginState;

  @Field(() => Boolean, { description: 'Whether it serves the tenant of the caller.' })
  enabledHere!: boolean;

  @Field(() => PluginSourceKind, { description: 'Where it was found.' })
  source!: PluginSource;

  @Field(() => PluginIsolationKind, { description: 'Where its code runs.' })
  isolation!: PluginIsolation;

  @Field(() => PluginHealthType, { nullable: true, description: 'How it does; null when it is not loaded.' })
  health!: PluginHealthType | null;

  @Field(() => PluginFault, { nullable: true, description: 'Why it could not be loaded.' })
  error!: PluginFault | null;

  @Directive('@listSize(assumedSize: 5)')
  @Field(() => [PluginVersionType], { description: 'Its versions that are known, newest first; 20 at most.' })
  versions!: readonly PluginVersionType[];

  @Directive('@listSize(assumedSize: 10)')
  @Field(() => [PluginContribution], { description: 'What it brings.' })
  contributions!: readonly PluginContribution[];

  @Directive('@listSize(assumedSize: 3)')
  @Field(() => [PluginDependency], { description: 'The plugins that it needs.' })
  dependencies!: readonly PluginDependency[];

  @Field(() => Json, { nullable: true, description: 'The JSON Schema of its settings; null without any.' })
  settingsSchema!: unknown;
}

const kinds: Readonly<Record<string, string>> = {
  capabilities: 'capability',
  steps: 'step',
  screens: 'screen',
  events: 'event',
  prompts: 'prompt',
  fields: 'field',
  jobs: 'job',
  evaluators: 'evaluator',
  rules: 'rule',
  services: 'service',
  tools: 'tool',
};

/** A plugin as the graph shows it. */
export function toPlugin(listing: PluginListing): Plugin {
  const { manifest, health, error } = listing;
  const { id, version, title, description, permissions, contributes, dependencies } = manifest;
  const fault = health?.lastFault ?? null;
  return Object.assign(new Plugin(), {
    ...listing,
    id,
    version,
    title,
    description,
    permissions,
    trusted: listing.isolation === 'HOST',
    health: health && { ...health, lastFault: fault && { ...fault, at: new Date(fault.at) } },
    error,
    contributions: Object.entries(contributes).flatMap(([key, value]) =>
      Array.isArray(value)
        ? value.map((one) => ({ kind: kinds[key] ?? key, name: typeof one === 'string' ? one : one.step }))
        : value
          ? [{ kind: key, name: value.title }]
          : [],
    ),
    dependencies: Object.entries(dependencies).map(([plugin, range]) => ({ plugin, range })),
    settingsSchema: manifest.settings,
  });
}
