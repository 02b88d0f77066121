import type { GeneratedNames } from '../generated-names.js';
import { one } from '../names.js';

/** `<entity>.resolver.ts`: the graph's door to the service, without logic. */
export function resolverFile({ subgraph, entity, single, list, file, noun, nouns }: GeneratedNames): string {
  const mutation = (verb: string, field: string, does: string, permission: string, answer: string) => `
  @Mutation(() => ${verb}${entity}Result, {
    description: '${does} Needs the permission \`${subgraph}:${permission}\`.',
  })
  ${field}${entity}(
    @Arg('input', () => ${verb}${entity}Input, { description: 'The change.' }) input: ${verb}${entity}Input,
    @Ctx() { request }: GraphContext,
  ): Promise<typeof ${verb}${entity}Result> {
    return outcome(async () => {
${answer}
    });
  }
`;
  const changed = (
    verb: string,
    field: string,
  ) => `      const row = await this.service.${field}(request, input);
      return Object.assign(new ${verb}${entity}Payload(), { ${single}: ${single}View(row) });`;
  return `import { Arg, Args, Ctx, Directive, ID, Mutation, Query, Resolver } from 'type-graphql';
import { type GraphContext, outcome, type Page, PageArguments, pageCost, pageOf } from '#platform/graph';
import { Create${entity}Input } from './create-${file}.input.js';
import { Delete${entity}Input } from './delete-${file}.input.js';
import { ${entity}Filter } from './${file}.filter.js';
import { Update${entity}Input } from './update-${file}.input.js';
import {
  Create${entity}Payload,
  Create${entity}Result,
  Delete${entity}Payload,
  Delete${entity}Result,
  Update${entity}Payload,
  Update${entity}Result,
} from './${file}.payloads.js';
import type { ${entity}Service } from './${file}.service.js';
import { ${entity}, ${entity}Connection } from './${file}.type.js';
import { ${single}View } from './${file}.view.js';

@Resolver(() => ${entity})
export class ${entity}Resolver {
  constructor(private readonly service: ${entity}Service) {}

  @Directive(pageCost)
  @Query(() => ${entity}Connection, {
    description: 'The ${nouns} that the caller may read, newest first. Needs the permission \`${subgraph}:read\`.',
  })
  async ${list}(
    @Args(() => PageArguments) page: PageArguments,
    @Arg('filter', () => ${entity}Filter, { nullable: true, description: 'Which ${nouns}.' })
    filter: ${entity}Filter | null,
    @Ctx() { request }: GraphContext,
  ): Promise<Page<${entity}>> {
    const { rows, totalCount } = await this.service.list(request, filter ?? {}, page);
    return pageOf(rows.map(${single}View), { ...page, totalCount, cursorOf: ({ id }) => [id] });
  }

  @Query(() => ${entity}, {
    nullable: true,
    description: 'One ${noun}; null when it may not be read. Needs the permission \`${subgraph}:read\`.',
  })
  async ${single}(
    @Arg('id', () => ID, { description: "The ${noun}'s id." }) id: string,
    @Ctx() { request }: GraphContext,
  ): Promise<${entity} | null> {
    const [row] = await this.service.readMany(request, [id]);
    return row ? ${single}View(row) : null;
  }
${mutation('Create', 'create', `Makes ${one(noun)}.`, 'write', changed('Create', 'create'))}${mutation(
  'Update',
  'update',
  `Changes ${one(noun)}.`,
  'write',
  changed('Update', 'update'),
)}${mutation(
  'Delete',
  'delete',
  `Deletes ${one(noun)}.`,
  'delete',
  `      const ${single}Id = await this.service.delete(request, input);
      return Object.assign(new Delete${entity}Payload(), { ${single}Id });`,
)}}
`;
}
