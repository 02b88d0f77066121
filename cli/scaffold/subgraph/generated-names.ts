import type { Field, Model } from './model.js';
import { camel, column, isSqlWord, kebab, snake, spoken } from './names.js';

/** How the parts of one generated subgraph are called. */
export interface GeneratedNames {
  /** Folder, role, Postgres schema: `orders`. */
  readonly subgraph: string;
  /** The type: `Order`. */
  readonly entity: string;
  /** `order`: the field that reads one, the event's first part, a variable. */
  readonly single: string;
  /** The list field: `orders`. */
  readonly list: string;
  /** `order`, of `order.entity.ts`. */
  readonly file: string;
  /** `orders.orders` */
  readonly table: string;
  /** In a sentence: `order`. */
  readonly noun: string;
  /** In a sentence: `orders`. */
  readonly nouns: string;
}

export function namesOf({ name, entity }: Pick<Model, 'name' | 'entity'>): GeneratedNames {
  const single = camel(entity);
  const list = camel(name);
  return {
    subgraph: name,
    entity,
    single,
    list: list === single ? `${list}List` : list,
    file: kebab(entity),
    table: `${name}.${isSqlWord(name) ? `"${name}"` : name}`,
    noun: spoken(entity),
    nouns: spoken(name),
  };
}

/** The types that the subgraph brings to the graph. */
export function typeNames(model: Model): string[] {
  const { entity } = model;
  const verbs = ['Create', 'Update', 'Delete'].flatMap((verb) =>
    ['Input', 'Payload', 'Result'].map((part) => `${verb}${entity}${part}`),
  );
  return [
    entity,
    `${entity}Connection`,
    `${entity}Edge`,
    `${entity}Filter`,
    ...verbs,
    ...model.objects.flatMap(({ name }) => [name, `${name}Input`]),
    ...model.enums.map(({ name }) => name),
  ];
}

/** The root fields that it brings. */
export function rootFields(model: Model): string[] {
  const { single, list } = namesOf(model);
  return [single, list, ...['create', 'update', 'delete'].map((verb) => `${verb}${model.entity}`)];
}

export const permissionsOf = ({ name }: Model): string[] =>
  ['read', 'write', 'delete'].map((verb) => `${name}:${verb}`);

export const eventsOf = (model: Model): string[] =>
  ['created', 'updated', 'deleted'].map((verb) => `${namesOf(model).single}.${verb}`);

/** The columns of a field, as they stand in SQL; money has two. */
export const columnsOf = ({ name, value }: Field): string[] =>
  value.kind === 'money' ? [`${snake(name)}_amount`, `${snake(name)}_currency`] : [column(snake(name))];
