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

const version = `
  @Field(() => Int, { nullable: true, description: 'The version that was read; refused when it has changed since.' })
  version?: number | null;
`;

/** `<entity>-parts.inputs.ts`: nested objects as arguments; null without any. */
export function partInputsFile(model: Model, { file }: GeneratedNames): string | null {
  if (model.objects.length === 0) return null;
  return withImports(model, file, model.objects.map(nestedInput).join('\n'));
}

/** `create-<entity>.input.ts` */
export function createInputFile(model: Model, { entity, noun, file }: GeneratedNames): string {
  const body = `@InputType('Create${entity}Input', { description: 'A new ${noun}.' })
export class Create${entity}Input {
${model.fields.map(fieldOf).join('\n')}${groups('The groups that may read it; everybody of the tenant by default.')}${key}}
`;
  return withImports(model, file, body);
}

/** `update-<entity>.input.ts` */
export function updateInputFile(model: Model, { entity, single, noun, file }: GeneratedNames): string {
  const fields = model.fields.map(({ name, description, value }) => optional(name, description, value));
  const body = `@InputType('Update${entity}Input', { description: 'What of ${one(noun)} is changed; what is left out stays as it is.' })
export class Update${entity}Input {
  @Field(() => ID, { description: 'The ${noun}.' })
  ${single}Id!: string;
${version}
${fields.join('\n')}${groups('The groups that may read it from now on; empty for everybody of the tenant.')}${key}}
`;
  return withImports(model, file, body);
}

/** `delete-<entity>.input.ts` */
export function deleteInputFile(model: Model, { entity, single, noun, file }: GeneratedNames): string {
  const body = `@InputType('Delete${entity}Input', { description: 'Which ${noun} is deleted.' })
export class Delete${entity}Input {
  @Field(() => ID, { description: 'The ${noun}.' })
  ${single}Id!: string;
${version}${key}}
`;
  return withImports(model, file, body);
}

/** `<entity>.filter.ts` */
export function filterFile(model: Model, { entity, nouns, file }: GeneratedNames): string {
  const filters = filtersOf(model.fields);
  const body = `@InputType('${entity}Filter', { description: 'Which ${nouns}; every condition that is given must hold.' })
export class ${entity}Filter {
${filters.map(({ name, description, value }) => optional(name, description, value)).join('\n')}}
`;
  return withImports(model, file, body);
}

function withImports({ enums, objects }: Model, file: string, body: string): string {
  const own = new Set([...body.matchAll(/^export class (\w+)/gm)].map(([, name]) => name));
  const parts = objects.map(({ name }) => `${name}Input`).filter((name) => !own.has(name));
  const imports = [
    importing('type-graphql', decorators, body),
    importing('#platform/graph', graphNames, body),
    importing(`./${file}-parts.inputs.js`, parts, body),
    importing(
      `./${file}-parts.type.js`,
      enums.map(({ name }) => name),
      body,
    ),
  ];
  return `${imports.join('')}\n${body}`;
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
