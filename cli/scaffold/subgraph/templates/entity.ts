import { importing } from '../code.js';
import type { GeneratedNames } from '../generated-names.js';
import { entityProperty } from '../mapping.js';
import type { Field, Model } from '../model.js';

/** `<entity>.entity.ts`: the table. */
export function entityFile({ description, fields }: Model, names: GeneratedNames): string {
  const values = `${names.entity}Values`;
  const body = `/** ${description} */
export const ${names.entity}Entity = defineEntity({
  name: '${names.entity}Entity',
  schema: '${names.subgraph}',
  tableName: '${names.subgraph}',
  properties: {
    id: p.uuid().primary(),
    tenantId: p.uuid(),
${fields.flatMap((field) => properties(field, values)).join('\n')}
    /** Who may read it, as access lists name them. */
    access: p.array(),
    /** Rises with every change. */
    version: p.integer(),
    createdBy: p.text(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
});
export type ${names.entity}Row = InferEntity<typeof ${names.entity}Entity>;
`;
  return `import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql';
${importing(`./${names.file}.shape.js`, [`type ${values}`], body)}
${body}`;
}

function properties(field: Field, values: string): string[] {
  const end = field.required ? ',' : '.nullable(),';
  if (field.value.kind !== 'money') return [`    ${field.name}: ${entityProperty(field, values)}${end}`];
  return [`    ${field.name}Amount: p.decimal()${end}`, `    ${field.name}Currency: p.text()${end}`];
}
