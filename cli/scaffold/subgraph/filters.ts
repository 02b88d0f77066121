import { sqlType } from './mapping.js';
import type { Field, Value } from './model.js';
import { column, snake, spoken } from './names.js';

/** A condition that a list can be asked with. */
export interface Filter {
  readonly name: string;
  readonly description: string;
  readonly value: Value;
  /** The comparison, as in `due_on >=`. */
  readonly comparison: string;
  readonly sqlType: string;
}

const equal: ReadonlySet<Value['kind']> = new Set(['text', 'uuid', 'boolean', 'enum']);
const ordered: ReadonlySet<Value['kind']> = new Set(['integer', 'number', 'decimal', 'date', 'dateTime']);

/** The conditions on the fields of an entity: equality, or from and to; nested values and money have none. */
export function filtersOf(fields: readonly Field[]): Filter[] {
  const names = new Set<string>();
  const made = { name: 'createdAt', value: { kind: 'dateTime' } } as const;
  return [...fields, made]
    .flatMap(({ name, value }) => {
      const own = column(snake(name));
      const common = { value, sqlType: sqlType(value) };
      if (equal.has(value.kind))
        return [{ ...common, name, description: `Those with this ${spoken(name)}.`, comparison: `${own} =` }];
      if (!ordered.has(value.kind)) return [];
      return [
        {
          ...common,
          name: `${name}From`,
          description: `Those whose ${spoken(name)} is this or more.`,
          comparison: `${own} >=`,
        },
        {
          ...common,
          name: `${name}To`,
          description: `Those whose ${spoken(name)} is this or less.`,
          comparison: `${own} <=`,
        },
      ];
    })
    .filter(({ name }) => !names.has(name) && names.add(name));
}
