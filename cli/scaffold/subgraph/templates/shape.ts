import { importing, literal } from '../code.js';
import { filtersOf } from '../filters.js';
import type { GeneratedNames } from '../generated-names.js';
import { filterShapeOf, shapeName, shapeOf } from '../mapping.js';
import type { Field, Model } from '../model.js';

const helpers = [
  'areDistinct',
  'dayShape',
  'decimalShape',
  'instantShape',
  'instantTextShape',
  'jsonShape',
  'moneyShape',
  'textShape',
  'uuidShape',
];

/** `<entity>.shape.ts`: what checks the input. */
export function shapeFile(model: Model, names: GeneratedNames): string {
  const { entity, single } = names;
  const filters = filtersOf(model.fields);
  const nested = model.objects.map(
    (shape) => `const ${shapeName(shape)} = z.strictObject({
${shape.fields.map((field) => `  ${field.name}: ${whole(field, true)},`).join('\n')}
});
`,
  );
  const left = model.fields.filter((field) => !field.required || field.fallback !== undefined);
  const body = `${nested.join('\n')}
const fields = {
${model.fields.map((field) => `  ${field.name}: ${bare(field, false)},`).join('\n')}
};

/** A whole ${names.noun}: what may be left out has its default. */
export const ${single}Shape = z.strictObject({
  ...fields,
${left.map((field) => `  ${field.name}: fields.${field.name}.default(${fallback(field)}),`).join('\n')}
});
export type ${entity}Values = z.output<typeof ${single}Shape>;

/** What an update changes: what is left out stays as it is. */
export const ${single}ChangesShape = z.strictObject(fields).partial();

export const ${single}FilterShape = z.strictObject({
${filters.map(({ name, value }) => `  ${name}: ${filterShapeOf(value)}.nullish(),`).join('\n')}
});
`;
  return `import { z } from 'tributary/sdk';
${importing('#platform/graph', helpers, body)}
${body}`;
}

const bare = ({ value, required }: Field, isNested: boolean): string =>
  `${shapeOf(value, isNested)}${required ? '' : '.nullable()'}`;
const fallback = (field: Field): string => literal(field.fallback ?? null);

function whole(field: Field, isNested: boolean): string {
  const isOptional = !field.required || field.fallback !== undefined;
  return `${bare(field, isNested)}${isOptional ? `.default(${fallback(field)})` : ''}`;
}
