/** What a domain subgraph is generated from: a schema that was read and found usable. */
export interface Model {
  /** The folder, the Postgres schema and the role, as `orders`; its camel case is the list in the graph. */
  readonly name: string;
  /** The type in the graph, as `Order`. */
  readonly entity: string;
  readonly description: string;
  readonly fields: readonly Field[];
  /** The types of nested objects; one that is used by another stands before it. */
  readonly objects: readonly ObjectShape[];
  readonly enums: readonly EnumShape[];
}

export interface Field {
  /** In camel case. */
  readonly name: string;
  readonly description: string;
  /** Whether it always has a value. */
  readonly required: boolean;
  /** What it is when it is left out, as the graph writes it. */
  readonly fallback?: string | number | boolean;
  /** At most one of a tenant has this value. */
  readonly unique: boolean;
  readonly value: Value;
}

export interface ObjectShape {
  /** The type in the graph, as `OrderLine`. */
  readonly name: string;
  readonly description: string;
  readonly fields: readonly Field[];
}

export interface EnumShape {
  /** The type in the graph, as `OrderStatus`. */
  readonly name: string;
  readonly description: string;
  readonly values: readonly string[];
}

export interface Bounds {
  readonly minimum?: number;
  readonly maximum?: number;
  readonly above?: number;
  readonly below?: number;
  readonly multipleOf?: number;
}

export interface TextValue {
  readonly kind: 'text';
  readonly min: number;
  readonly max: number;
  readonly pattern?: string;
  readonly format?: TextFormat;
  /** Whether it is an `ID` of another system. */
  readonly isId: boolean;
  readonly example?: string;
}
export interface ListValue {
  readonly kind: 'list';
  readonly items: Value;
  readonly min: number;
  readonly max: number;
  readonly distinct: boolean;
}
export interface MoneyValue extends Bounds {
  readonly kind: 'money';
  /** Empty for any. */
  readonly currencies: readonly string[];
}

export type Value =
  | TextValue
  | ({ readonly kind: 'integer' | 'number' } & Bounds)
  | { readonly kind: 'uuid' | 'boolean' | 'date' | 'dateTime' | 'decimal' | 'json' }
  | MoneyValue
  | { readonly kind: 'enum'; readonly shape: EnumShape }
  | { readonly kind: 'object'; readonly shape: ObjectShape }
  | ListValue;

/** Formats of text that are checked and stay a `String`. */
export const textFormats = ['email', 'uri', 'hostname', 'ipv4', 'ipv6', 'time', 'duration'] as const;
export type TextFormat = (typeof textFormats)[number];
