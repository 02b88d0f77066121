import { Arg, Ctx, Directive, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { PluginChangeRequest, PluginChanges } from '#platform';
import { isAuthorized } from '#platform/access';
import { type Failure, type GraphContext, outcome } from '#platform/graph';
import { Plugin, PluginSettingsType, toPlugin } from './plugin.type.js';
import {
  CheckPluginInput,
  DisablePluginInput,
  EnablePluginInput,
  PluginChange,
  PluginSettingsPayload,
  PluginSettingsResult,
  SetPluginSettingsInput,
  toPluginChange,
} from './plugin-change.type.js';
import type { PluginSettingsService } from './plugin-settings.service.js';

const permission = 'Needs the permission `plugins:manage`.';
const operator =
  'Needs the permission `plugins:manage`; for all tenants, in one that `OPERATOR_TENANTS` names.';

@Resolver(() => Plugin)
export class PluginResolver {
  constructor(private readonly services: { changes: PluginChanges; settings: PluginSettingsService }) {}

  @Directive('@listSize(assumedSize: 50)')
  @Query(() => [Plugin], {
    description: 'The plugins that serve; for operators also those that are known and do not.',
  })
  async plugins(@Ctx() { request }: GraphContext): Promise<Plugin[]> {
    return (await this.services.changes.list(request)).map(toPlugin);
  }

  @Query(() => Plugin, { nullable: true, description: 'A plugin; null when it is not known.' })
  async plugin(
    @Arg('id', () => ID, { description: 'The id.' }) id: string,
    @Ctx() { request }: GraphContext,
  ): Promise<Plugin | null> {
    const found = (await this.services.changes.list(request)).find(({ manifest }) => manifest.id === id);
    return found ? toPlugin(found) : null;
  }

  @FieldResolver(() => PluginSettingsType, {
    nullable: true,
    description: `Its settings in the tenant of the caller; null without any, or for whoever may not see them. ${permission}`,
  })
  async settings(
    @Root() { id, settingsSchema }: Plugin,
    @Ctx() { request }: GraphContext,
  ): Promise<PluginSettingsType | null> {
    if (!settingsSchema || !isAuthorized(request, 'plugins:manage')) return null;
    return this.services.settings.show(request, id);
  }

  @Mutation(() => PluginChange, {
    description: `Turns a plugin on or up while the system serves, or says everything that stands in the way. ${operator}`,
  })
  enablePlugin(
    @Arg('input', () => EnablePluginInput, { description: 'Which plugin.' }) input: EnablePluginInput,
    @Ctx() context: GraphContext,
  ): Promise<typeof PluginChange> {
    return this.change(context, { ...input, action: 'ENABLE' });
  }

  @Mutation(() => PluginChange, {
    description: `Turns a plugin off while the system serves; what uses it goes on to its end. ${operator}`,
  })
  disablePlugin(
    @Arg('input', () => DisablePluginInput, { description: 'Which plugin.' }) input: DisablePluginInput,
    @Ctx() context: GraphContext,
  ): Promise<typeof PluginChange> {
    return this.change(context, { ...input, action: 'DISABLE' });
  }

  @Mutation(() => PluginChange, {
    description: `Tries a change and shows the difference of the public schema; nothing is changed. ${operator}`,
  })
  checkPlugin(
    @Arg('input', () => CheckPluginInput, { description: 'Which change.' })
    { disable, ...input }: CheckPluginInput,
    @Ctx() context: GraphContext,
  ): Promise<typeof PluginChange> {
    return this.change(context, { ...input, action: disable ? 'DISABLE' : 'ENABLE', dryRun: true });
  }

  @Mutation(() => PluginSettingsResult, {
    description: `Sets settings of a plugin in the tenant of the caller. ${permission}`,
  })
  setPluginSettings(
    @Arg('input', () => SetPluginSettingsInput, { description: 'The settings.' })
    { plugin, settings }: SetPluginSettingsInput,
    @Ctx() { request }: GraphContext,
  ): Promise<typeof PluginSettingsResult> {
    return outcome(async () => {
      const set = await this.services.settings.set(request, plugin, settings);
      return Object.assign(new PluginSettingsPayload(), { settings: set });
    });
  }

  private change(
    { request }: GraphContext,
    wanted: PluginChangeRequest,
  ): Promise<typeof PluginChange | Failure> {
    return outcome(async () => toPluginChange(await this.services.changes.change(request, wanted)));
  }
}
