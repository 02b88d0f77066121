import { Ctx, Directive, Query, Resolver } from 'type-graphql';
import type { PluginCatalogue } from '#platform';
import type { GraphContext } from '#platform/graph';
import { Capability, Prompt } from './catalogue.type.js';
import type { PromptReader } from './prompt-reader.service.js';

@Resolver()
export class CatalogueResolver {
  constructor(private readonly services: { plugins: PluginCatalogue; prompts: PromptReader }) {}

  @Directive('@listSize(assumedSize: 100)')
  @Query(() => [Capability], { description: 'What the plugins can do.' })
  capabilities(): Capability[] {
    return [...this.services.plugins.capabilities()];
  }

  @Directive('@listSize(assumedSize: 50)')
  @Query(() => [Prompt], { description: 'The prompts of the plugins with their versions.' })
  prompts(@Ctx() { request }: GraphContext): Promise<Prompt[]> {
    return this.services.prompts.list(request.tenant);
  }
}
