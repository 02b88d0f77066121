import type { GeneratedNames } from '../generated-names.js';

/** `<entity>.payloads.ts`: what mutations come to. */
export function payloadsFile({ entity, single, noun, file }: GeneratedNames): string {
  const holding = (verb: string, description: string) => `
@ObjectType('${verb}${entity}Payload', { description: '${description}' })
export class ${verb}${entity}Payload {
  @Field(() => ${entity}, { description: 'The ${noun}.' })
  ${single}!: ${entity};
}
export const ${verb}${entity}Result = resultOf('${verb}${entity}Result', ${verb}${entity}Payload);
`;
  return `import { Field, ID, ObjectType } from 'type-graphql';
import { resultOf } from '#platform/graph';
import { ${entity} } from './${file}.type.js';
${holding('Create', `The new ${noun}.`)}${holding('Update', `The ${noun} as it is now.`)}
@ObjectType('Delete${entity}Payload', { description: 'The ${noun} is gone.' })
export class Delete${entity}Payload {
  @Field(() => ID, { description: 'The ${noun} that was deleted.' })
  ${single}Id!: string;
}
export const Delete${entity}Result = resultOf('Delete${entity}Result', Delete${entity}Payload);
`;
}
