/** The types of JSON that a value may have. */
export type JsonType = 'string' | 'number' | 'integer' | 'boolean' | 'object' | 'array';

/** A JSON Schema as far as it is supported, read and checked: what a value has to be, and what people call it. */
export interface SchemaNode {
  /** Dotted names from the root; `[]` for the items of a list. */
  readonly path: string;
  /** The last name of the path; empty for the root and for items. */
  readonly name: string;
  /** None: any type. */
  readonly type: JsonType | null;
  readonly nullable: boolean;
  readonly title: string;
  readonly description: string;
  readonly format: string | null;
  readonly options: readonly (string | number | boolean)[] | null;
  readonly pattern: RegExp | null;
  readonly minimum: number | null;
  readonly maximum: number | null;
  /** Whether the limits themselves are out. */
  readonly isOpen: { readonly minimum: boolean; readonly maximum: boolean };
  readonly multipleOf: number | null;
  readonly minLength: number;
  readonly maxLength: number;
  readonly minItems: number;
  readonly maxItems: number;
  readonly properties: readonly SchemaNode[];
  readonly required: ReadonlySet<string>;
  readonly items: SchemaNode | null;
}

/** What holds a single value or a list: an object is looked through. */
export function leavesOf(node: SchemaNode): SchemaNode[] {
  return node.type === 'object' ? node.properties.flatMap(leavesOf) : [node];
}
