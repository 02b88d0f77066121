import { importing, quoted } from '../code.js';
import type { GeneratedNames } from '../generated-names.js';
import { codeType, graphType } from '../mapping.js';
import type { EnumShape, Field, Model, ObjectShape } from '../model.js';
import { sentence, spoken } from '../names.js';

export const graphNames = [
  'CalendarDate',
  'connectionOf',
  'DateTime',
  'Decimal',
  'describedEnum',
  'Json',
  'Money',
  'MoneyInput',
  'resultOf',
];
export const decorators = ['Directive', 'Field', 'Float', 'ID', 'InputType', 'Int', 'ObjectType'];

/** `<entity>-parts.type.ts`: the enums and nested objects; null without any. */
export function partsFile({ enums, objects }: Model): string | null {
  if (enums.length + objects.length === 0) return null;
  const body = [...enums.map(enumOf), ...objects.map(objectOf)].join('\n');
  return `${importing('type-graphql', decorators, body)}${importing('#platform/graph', graphNames, body)}
${body}`;
}

/** `<entity>.type.ts`: the entity in the graph. */
export function typeFile(model: Model, { entity, file, noun }: GeneratedNames): string {
  const body = `@Directive('@key(fields: "id")')
@ObjectType('${entity}', { description: ${quoted(model.description)} })
export class ${entity} {
  @Field(() => ID, { description: "The ${noun}'s id." })
  id!: string;

${model.fields.map((field) => fieldOf(field, 'root')).join('\n')}
  @Directive('@listSize(assumedSize: 10)')
  @Field(() => [ID], { description: 'The groups that may read it; empty when everybody of the tenant may.' })
  groups!: string[];

  @Field(() => Int, { description: 'Rises with every change; send it back to be told of changes in between.' })
  version!: number;

  @Field(() => ID, { description: 'The actor who made it.' })
  createdBy!: string;

  @Field(() => DateTime, { description: 'When it was made.' })
  createdAt!: Date;

  @Field(() => DateTime, { description: 'When it was last changed.' })
  updatedAt!: Date;
}
export const ${entity}Connection = connectionOf(${entity}, '${entity}');
`;
  const parts = [...model.enums, ...model.objects].map(({ name }) => name);
  return `${importing('type-graphql', decorators, body)}${importing('#platform/graph', graphNames, body)}${importing(`./${file}-parts.type.js`, parts, body)}
${body}`;
}

function enumOf({ name, description, values }: EnumShape): string {
  return `export const ${name} = describedEnum('${name}', ${quoted(description)}, {
${values.map((value) => `  ${value}: ${quoted(sentence(spoken(value)))},`).join('\n')}
});
`;
}

function objectOf({ name, description, fields }: ObjectShape): string {
  return `@ObjectType('${name}', { description: ${quoted(description)} })
export class ${name} {
${fields.map((field) => fieldOf(field, 'nested')).join('\n')}}
`;
}

function fieldOf({ name, description, required, value }: Field, place: 'root' | 'nested'): string {
  const list = value.kind === 'list' ? `  @Directive('@listSize(assumedSize: ${value.max})')\n` : '';
  const options = `{ ${required ? '' : 'nullable: true, '}description: ${quoted(description)} }`;
  return `${list}  @Field(() => ${graphType(value)}, ${options})
  ${name}!: ${codeType(value, place)}${required ? '' : ' | null'};
`;
}
