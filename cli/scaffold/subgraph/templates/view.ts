import type { GeneratedNames } from '../generated-names.js';
import type { Field, Model } from '../model.js';
import { variable } from '../names.js';

/** `<entity>.view.ts`: a row as the graph shows it, and what was sent as columns of a row. */
export function viewFile({ fields }: Model, { entity, single, file }: GeneratedNames): string {
  const money = fields.filter(({ value }) => value.kind === 'money');
  return `import { groupsOf } from './${file}.access.js';
import type { ${entity}Row } from './${file}.entity.js';
${money.length > 0 ? `import type { ${entity}Values } from './${file}.shape.js';\n` : ''}import type { ${entity} } from './${file}.type.js';

export function ${single}View(row: ${entity}Row): ${entity} {
  return {
    id: row.id,
${fields.map(shown).join('\n')}
    groups: groupsOf(row.access),
    version: row.version,
    createdBy: row.createdBy,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}

${money.length > 0 ? columnFunctions(money, entity) : ''}${money.some(({ required }) => !required) ? moneyView : ''}`;
}

const moneyView = `
function moneyView(amount: string | null | undefined, currency: string | null | undefined) {
  return amount == null || currency == null ? null : { amount, currency };
}
`;

function shown({ name, required, value }: Field): string {
  if (value.kind !== 'money') return `    ${name}: row.${name}${required ? '' : ' ?? null'},`;
  return required
    ? `    ${name}: { amount: row.${name}Amount, currency: row.${name}Currency },`
    : `    ${name}: moneyView(row.${name}Amount, row.${name}Currency),`;
}

/** Money is two columns each. */
function columnFunctions(money: readonly Field[], entity: string): string {
  const own = ({ name }: Field) => variable(name);
  const names = money
    .map((field) => (own(field) === field.name ? field.name : `${field.name}: ${own(field)}`))
    .join(', ');
  const part = (field: Field, key: string) =>
    field.required ? `${own(field)}.${key}` : `${own(field)}?.${key} ?? null`;
  const pair = (field: Field) =>
    `${field.name}Amount: ${part(field, 'amount')}, ${field.name}Currency: ${part(field, 'currency')}`;
  return `
/** The columns of a whole one. */
export function columnsOf({ ${names}, ...columns }: ${entity}Values) {
  return {
    ...columns,
${money.map((field) => `    ${pair(field)},`).join('\n')}
  };
}

/** The columns of what was sent. */
export function changedColumns({ ${names}, ...columns }: Partial<${entity}Values>) {
  return {
    ...columns,
${money.map((field) => `    ...(${own(field)} === undefined ? {} : { ${pair(field)} }),`).join('\n')}
  };
}
`;
}
