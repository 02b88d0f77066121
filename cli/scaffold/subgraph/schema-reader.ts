import { z } from 'tributary/sdk';
import type { EnumShape, Field, Model, ObjectShape, Value } from './model.js';
import { camel, pascal, screaming, sentence, singular, spoken } from './names.js';
import type { Problems } from './problems.js';
import { broken, type Place, References } from './references.js';
import { count, isNode, keyword, type SchemaNode, stringList, unknownKeywords } from './schema-node.js';
import { accepts, readBounds, readMoney, readText } from './value-reader.js';

/** Names that the generated type has of its own. */
const ownFields: Readonly<Record<string, string>> = {
  id: 'every entity gets an id, made by the system',
  version: 'every entity has a version, for changes at the same time',
  groups: 'every entity has the groups that may read it',
  access: 'every entity has an access list',
  tenantId: 'every row has its tenant',
  createdAt: 'every entity has it',
  createdBy: 'every entity has it',
  updatedAt: 'every entity has it',
  idempotencyKey: 'every mutation takes one',
};
const neverFields: ReadonlySet<string> = new Set(['constructor', 'prototype']);
const mostFields = 60;
const deepest = 5;
const longestDefaultList = 100;

/** Reads a JSON Schema (draft 2020-12 or 07) of one object. What it cannot use goes to `problems`. */
export function readSchema(
  root: SchemaNode,
  { name, entity }: { name: string; entity: string },
  problems: Problems,
): Model {
  const objects = new Map<string, ObjectShape>();
  const enums = new Map<string, EnumShape>();
  const start: Place = { path: '#', name: '', seen: [], depth: 0 };
  const references = new References(root, problems);
  const reader = new SchemaReader(references, entity, problems, objects, enums);
  const fields = reader.fields(references.resolve(root, start));
  refuseDoubleColumns(fields, problems);
  return {
    name,
    entity,
    description: sentence(textOf(root.description) ?? `${spoken(entity)}s of the tenant`),
    fields,
    objects: [...objects.values()],
    enums: [...enums.values()],
  };
}

/** Money is two columns, whose names another field may have. */
function refuseDoubleColumns(fields: readonly Field[], problems: Problems): void {
  const names = new Set(fields.map(({ name }) => name));
  for (const { name } of fields.filter(({ value }) => value.kind === 'money')) {
    const taken = [`${name}Amount`, `${name}Currency`].find((column) => names.has(column));
    if (taken !== undefined)
      problems.add('#', `${taken} is a column of the money ${name} as well`, 'Rename one of them');
  }
}

/** What the graph takes for an id by its name. */
const isIdName = (name: string): boolean => /^id$|[a-z]Ids?$/.test(name);

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value : undefined;

class SchemaReader {
  constructor(
    private readonly references: References,
    private readonly entity: string,
    private readonly problems: Problems,
    private readonly objects: Map<string, ObjectShape>,
    private readonly enums: Map<string, EnumShape>,
  ) {}

  fields({ node, place }: { node: SchemaNode; place: Place }): Field[] {
    const { path } = place;
    if (node.type !== 'object' || !isNode(node.properties) || Object.keys(node.properties).length === 0) {
      this.problems.add(
        path,
        'it is not an object with properties',
        'Give it "type": "object" and "properties"',
      );
      return [];
    }
    this.#checkKeywords(node, 'object', path);
    const required = keyword(node, 'required', stringList);
    if (required.given && !required.value)
      this.problems.add(`${path}/required`, 'it is not a list of names', 'Write ["name", …]');
    const { additionalProperties } = node;
    if (additionalProperties !== undefined && typeof additionalProperties !== 'boolean') {
      this.problems.add(
        `${path}/additionalProperties`,
        'a map has no fixed fields',
        'Use a list of objects that hold the key as a property',
      );
    }
    const properties = Object.entries(node.properties);
    if (properties.length > mostFields)
      this.problems.add(path, `it has more than ${mostFields} properties`, 'Group them into nested objects');
    for (const missing of (required.value ?? []).filter((one) => !(one in (node.properties as object))))
      this.problems.add(`${path}/required`, `${missing} is none of the properties`, 'Correct its name');
    const fields = properties.flatMap(
      ([key, value]) => this.#field(key, value, (required.value ?? []).includes(key), place) ?? [],
    );
    const names = fields.map((field) => field.name);
    for (const twice of new Set(names.filter((one, at) => names.indexOf(one) !== at)))
      this.problems.add(path, `two properties are called ${twice} in camel case`, 'Rename one');
    return fields;
  }

  #field(key: string, given: unknown, isRequired: boolean, parent: Place): Field | null {
    const path = `${parent.path}/properties/${key}`;
    if (!/^[A-Za-z][A-Za-z0-9_-]*$/.test(key)) {
      this.problems.add(
        path,
        'it cannot be named so in the graph',
        'Use letters, digits and underscores, a letter first',
      );
      return null;
    }
    const name = camel(key);
    const own = parent.depth === 0 && Object.hasOwn(ownFields, name) ? ownFields[name] : undefined;
    if (own !== undefined || neverFields.has(name)) {
      const reason = own ?? 'it means something else in JavaScript';
      this.problems.add(path, `${name} is reserved: ${reason}`, 'Leave it out or rename it');
      return null;
    }
    if (!isNode(given)) {
      this.problems.add(
        path,
        'it is not a schema',
        'Write an object of keywords, such as { "type": "string" }',
      );
      return null;
    }
    const here: Place = { ...parent, path, name: `${parent.name}${pascal(key)}`, depth: parent.depth + 1 };
    const { node, place, nullable } = this.references.resolve(given, here);
    const value = this.#value(node, place, name);
    if (!value) return null;
    const fallback = this.#fallback(given.default ?? node.default, value, path);
    const description = sentence(
      textOf(given.description) ?? textOf(node.description) ?? `The ${spoken(key)}`,
    );
    return {
      name,
      description,
      required: isRequired && !nullable,
      ...(fallback === undefined ? {} : { fallback }),
      unique: this.#unique(given, value, parent, path),
      value,
    };
  }

  #value(node: SchemaNode, place: Place, field: string): Value | null {
    const { path } = place;
    if (node === broken) return null;
    if (place.depth > deepest) {
      this.problems.add(
        path,
        `it is nested deeper than ${deepest} levels`,
        'Make the inner part a subgraph of its own',
      );
      return null;
    }
    if (node.enum !== undefined || node.const !== undefined) return this.#enum(node, place);
    const money = readMoney(node, path, this.problems);
    if (money !== undefined) return money;
    const type = node.type;
    if (
      typeof type !== 'string' ||
      !['string', 'integer', 'number', 'boolean', 'object', 'array'].includes(type)
    ) {
      this.#noType(node, place);
      return null;
    }
    this.#checkKeywords(node, type, path);
    if (isIdName(field) && !['string', 'array'].includes(type)) {
      this.problems.add(path, 'an id in the graph is text', 'Give it "type": "string", or another name');
      return null;
    }
    if (type === 'string') return readText(node, { path, field }, this.problems);
    if (type === 'integer' || type === 'number')
      return { kind: type, ...readBounds(node, path, this.problems, type === 'integer') };
    if (type === 'boolean') return { kind: 'boolean' };
    if (type === 'array') return this.#list(node, place, field);
    return isNode(node.properties) ? this.#object(node, place) : { kind: 'json' };
  }

  #noType(node: SchemaNode, { path }: Place): void {
    const [first] = unknownKeywords(node, '');
    if (first) this.problems.add(`${path}/${first.keyword}`, 'it is not understood', first.mend);
    else this.problems.add(path, 'it has no single type', 'Give it "type": "string" or another one');
  }

  #checkKeywords(node: SchemaNode, type: string, path: string): void {
    for (const { keyword: name, mend } of unknownKeywords(node, type))
      this.problems.add(`${path}/${name}`, `${name} is not understood for ${type}`, mend);
  }

  #enum(node: SchemaNode, place: Place): Value | null {
    const given = node.enum === undefined ? [node.const] : node.enum;
    const values = Array.isArray(given) ? given.filter((value) => value !== null) : [];
    const names = values.map((value) => (typeof value === 'string' ? screaming(value) : ''));
    const wrong = names.length === 0 || names.some((name) => !/^[A-Z][A-Z0-9_]*$/.test(name));
    if (wrong || new Set(names).size !== names.length) {
      this.problems.add(
        `${place.path}/enum`,
        'its values do not become different names in capitals',
        'Use texts that begin with a letter, such as "draft" and "in-progress"',
      );
      return null;
    }
    const name = this.#typeName(place, node);
    const description = sentence(textOf(node.description) ?? `What the ${spoken(place.name)} can be`);
    return { kind: 'enum', shape: this.#keep(this.enums, { name, description, values: names }, place) };
  }

  #object(node: SchemaNode, place: Place): Value {
    const name = this.#typeName(place, node);
    const fields = this.fields({ node, place });
    const description = sentence(
      textOf(node.description) ?? `The ${spoken(place.name)} of ${spoken(this.entity)}`,
    );
    return { kind: 'object', shape: this.#keep(this.objects, { name, description, fields }, place) };
  }

  #list(node: SchemaNode, place: Place, field: string): Value | null {
    const items = node.items;
    if (!isNode(items)) {
      this.problems.add(
        `${place.path}/items`,
        'a list needs one schema for all its items',
        'Give it "items": { … }',
      );
      return null;
    }
    const here = {
      ...place,
      path: `${place.path}/items`,
      name: singular(place.name),
      depth: place.depth + 1,
    };
    const resolved = this.references.resolve(items, here);
    const value = this.#value(resolved.node, resolved.place, field);
    if (value?.kind === 'list' || value?.kind === 'json' || resolved.nullable) {
      this.problems.add(
        here.path,
        'a list holds values, no lists, no free JSON and no null',
        'Use a list of objects',
      );
      return null;
    }
    const max = keyword(node, 'maxItems', count).value ?? longestDefaultList;
    const min = keyword(node, 'minItems', count).value ?? 0;
    if (max > 1000 || max < 1 || min > max) {
      this.problems.add(
        place.path,
        `from ${min} to ${max} items cannot be kept in one row`,
        'Bound it by "maxItems" of at most 1000, or make the items a subgraph of their own',
      );
      return null;
    }
    return value && { kind: 'list', items: value, min, max, distinct: node.uniqueItems === true };
  }

  #typeName({ name: own }: Place, { title }: SchemaNode): string {
    const name = pascal(textOf(title) ?? '') || own;
    return name.startsWith(this.entity) ? name : `${this.entity}${name}`;
  }

  /** The same definition at two places is one type; two definitions of one name are a mistake. */
  #keep<Shape extends ObjectShape | EnumShape>(
    kept: Map<string, Shape>,
    shape: Shape,
    { path }: Place,
  ): Shape {
    const known = kept.get(shape.name);
    const clashes = this.enums.has(shape.name) !== this.objects.has(shape.name) && known === undefined;
    if (clashes || (known && JSON.stringify(known) !== JSON.stringify(shape)))
      this.problems.add(path, `two different things would be the type ${shape.name}`, 'Rename one of them');
    kept.set(shape.name, known ?? shape);
    return known ?? shape;
  }

  #fallback(given: unknown, value: Value, path: string): string | number | boolean | undefined {
    if (given === undefined || given === null) return undefined;
    const parsed = z.union([z.string(), z.number(), z.boolean()]).safeParse(given);
    const text = parsed.success && value.kind === 'enum' ? screaming(String(parsed.data)) : parsed.data;
    if (text !== undefined && accepts(value, text)) return text;
    this.problems.add(
      `${path}/default`,
      'it is not a value of its own type, or the type takes no default',
      'Correct it or leave it out',
    );
    return undefined;
  }

  #unique(given: SchemaNode, value: Value, parent: Place, path: string): boolean {
    if (given['x-unique'] !== true) return false;
    const isRoom =
      value.kind === 'uuid' ||
      (value.kind === 'text' && !value.pattern && !value.format && value.max >= 12 && value.min <= 36) ||
      (value.kind === 'integer' &&
        !value.multipleOf &&
        (value.maximum ?? Infinity) > (value.minimum ?? 0) + 65_535);
    if (parent.depth === 0 && isRoom) return true;
    this.problems.add(
      `${path}/x-unique`,
      'the generated tests make many, so only a uuid, a text of 12 characters or more without a pattern or a whole number without a narrow limit of the entity itself can be unique',
      'Leave it out, and add the index in a second migration',
    );
    return false;
  }
}
