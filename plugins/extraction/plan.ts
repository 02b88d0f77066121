import { AppError, type ExtractedField, type PageText } from 'tributary/sdk';
import { type Kind, neededFields, schemaOfKind } from './kinds/kinds.js';
import { readKind } from './kinds/read-kind.js';
import { readSchema } from './schema/read-schema.js';
import { readValues } from './schema/read-values.js';
import { leavesOf, type SchemaNode } from './schema/schema-node.js';

/** What is to be read: the parts of a schema, which is the user's or that of a kind. */
export interface Plan {
  kind: Kind | null;
  node: SchemaNode;
  /** Whether the user gave the schema. */
  isOwn: boolean;
  /** Fields without which a person should look. */
  needed: readonly string[];
}

/** An invoice is what is asked for most. */
const defaultKind: Kind = 'INVOICE';

/** The user's schema, else the fields of the kind that was given, else of the one that the document seems to be. */
export function planOf({ kind, schema }: { kind: Kind | null; schema: unknown }, seems: Kind | null): Plan {
  const chosen = kind ?? seems;
  if (schema === null) {
    const known = chosen ?? defaultKind;
    return { kind: known, node: schemaOfKind(known), isOwn: false, needed: neededFields[known] };
  }
  const read = readSchema(schema);
  if ('fault' in read) {
    throw new AppError('BAD_USER_INPUT', { reason: `schema${read.fault.pointer}: ${read.fault.problem}` });
  }
  const { node } = read;
  return {
    kind: chosen,
    node,
    isOwn: true,
    needed: leavesOf(node).flatMap(({ path }) => (isRequired(node, path) ? [path] : [])),
  };
}

/** What the rules find of it. */
export function readByRule({ kind, node, isOwn }: Plan, pages: readonly PageText[]): ExtractedField[] {
  return isOwn || kind === null ? readValues(node, pages, kind) : readKind(pages, kind);
}

/** What a model is asked for, one value a line. */
export function wantedOf({ node }: Plan): string {
  return leavesOf(node).map(describe).join('\n');
}

function describe(leaf: SchemaNode): string {
  const words = [leaf.title, leaf.description].filter((text) => text !== '').join(': ');
  return `- ${leaf.path} (${typeOf(leaf)})${words === '' ? '' : `: ${words.replace(/\s+/gu, ' ')}`}`;
}

function typeOf({ type, format, options, items }: SchemaNode): string {
  if (options) return `one of ${options.map((option) => JSON.stringify(option)).join(', ')}`;
  if (type === 'array' && items) {
    const parts = items.properties.map((property) => `${property.name}: ${typeOf(property)}`);
    return items.type === 'object' ? `list of { ${parts.join(', ')} }` : `list of ${typeOf(items)}`;
  }
  return format ?? type ?? 'any';
}

/** Whether the schema and all objects around a value require it. */
function isRequired(root: SchemaNode, path: string): boolean {
  let node: SchemaNode | undefined = root;
  for (const name of path.split('.')) {
    if (!node?.required.has(name)) return false;
    node = node.properties.find((property) => property.name === name);
  }
  return true;
}
