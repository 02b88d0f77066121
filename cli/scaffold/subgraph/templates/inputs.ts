import { importing, quoted } from '../code.js';
import { filtersOf } from '../filters.js';
import type { GeneratedNames } from '../generated-names.js';
import { codeType, graphType } from '../mapping.js';
import type { Field, Model, ObjectShape, Value } from '../model.js';
import { one } from '../names.js';
import { decorators, graphNames } from './types.js';

const key = `
  @Field(() => String, {
    nullable: true,
    description: 'A key of the caller; within a week the same key is the same change. At most 200 characters.',
  })
  idempotencyKey?: string | null;
`;
const groups = (description: string) => `
  @Field(() => [ID], { nullable: true, description: '${description}' })
  groups?: string[] | null;
`;

/** `<entity>.inputs.ts`: what mutations take, and the filter of the list. */
export function inputsFile(model: Model, { entity, single, noun, nouns, file }: GeneratedNames): string {
  const filters = filtersOf(model.fields);
  const body = `${model.objects.map(nestedInput).join('\n')}
@InputType('Create${entity}Input', { description: 'A new ${noun}.' })
export class Create${entity}Input {
${model.fields.map(fieldOf).join('\n')}${groups('The groups that may read it; everybody of the tenant by default.')}${key}}

@InputType('Update${entity}Input', { description: 'What of ${one(noun)} is changed; what is left out stays as it is.' })
export class Update${entity}Input {
  @Field(() => ID, { description: 'The ${noun}.' })
  ${single}Id!: string;

  @Field(() => Int, { nullable: true, description: 'The version that was read; refused when it has changed since.' })
  version?: number | null;

${model.fields.map((field) => fieldOf({ ...field, required: false })).join('\n')}${groups('The groups that may read it from now on; empty for everybody of the tenant.')}${key}}

@InputType('Delete${entity}Input', { description: 'Which ${noun} is deleted.' })
export class Delete${entity}Input {
  @Field(() => ID, { description: 'The ${noun}.' })
  ${single}Id!: string;

  @Field(() => Int, { nullable: true, description: 'The version that was read; refused when it has changed since.' })
  version?: number | null;
${key}}

@InputType('${entity}Filter', { description: 'Which ${nouns}; every condition that is given must hold.' })
export class ${entity}Filter {
${filters.map(({ name, description, value }) => optional(name, description, value)).join('\n')}}
`;
  const parts = model.enums.map(({ name }) => name);
  return `${importing('type-graphql', decorators, body)}${importing('#platform/graph', graphNames, body)}${importing(`./${file}-parts.type.js`, parts, body)}
${body}`;
}

function nestedInput({ name, description, fields }: ObjectShape): string {
  return `@InputType('${name}Input', { description: ${quoted(description)} })
export class ${name}Input {
${fields.map(fieldOf).join('\n')}}
`;
}

function fieldOf({ name, description, required, fallback, value }: Field): string {
  if (!required || fallback !== undefined) {
    const told = fallback === undefined ? description : `${description} By default ${String(fallback)}.`;
    return optional(name, told, value);
  }
  return `  @Field(() => ${graphType(value, true)}, { description: ${quoted(description)} })
  ${name}!: ${codeType(value, 'input')};
`;
}

function optional(name: string, description: string, value: Value): string {
  return `  @Field(() => ${graphType(value, true)}, { nullable: true, description: ${quoted(description)} })
  ${name}?: ${codeType(value, 'input')} | null;
`;
}
