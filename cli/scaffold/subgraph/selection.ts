import type { Field, Value } from './model.js';

/** Everything that the fields show, as a selection of an operation. */
export function selectionOf(fields: readonly Field[]): string {
  return fields.map(({ name, value }) => `${name}${below(value)}`).join(' ');
}

function below(value: Value): string {
  if (value.kind === 'list') return below(value.items);
  if (value.kind === 'money') return ' { amount currency }';
  return value.kind === 'object' ? ` { ${selectionOf(value.shape.fields)} }` : '';
}

/** The places of an input by which an id of another system can come in, as `lines.productId`. */
export function idPaths(fields: readonly Field[]): string[] {
  return fields.flatMap(({ name, value }) => idsBelow(value).map((path) => `${name}${path}`));
}

function idsBelow(value: Value): string[] {
  if (value.kind === 'list') return idsBelow(value.items);
  if (value.kind === 'object') return idPaths(value.shape.fields).map((path) => `.${path}`);
  return value.kind === 'uuid' || value.kind === 'json' || (value.kind === 'text' && value.isId) ? [''] : [];
}
