import { Directive, Query, Resolver } from 'type-graphql';
import type { PluginCatalogue } from '#platform';
import { Capability } from './catalogue.type.js';

@Resolver()
export class CatalogueResolver {
  constructor(private readonly plugins: PluginCatalogue) {}

  @Directive('@listSize(assumedSize: 100)')
  @Query(() => [Capability], { description: 'What the plugins can do.' })
  capabilities(): Capability[] {
    return [...this.plugins.capabilities()];
  }
}
