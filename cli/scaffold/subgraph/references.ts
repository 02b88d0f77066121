import { pascal } from './names.js';
import type { Problems } from './problems.js';
import { isNode, type SchemaNode } from './schema-node.js';

/** What a reference that leads nowhere leads to; it was complained about. */
export const broken: SchemaNode = {};

/** Where in the schema one reads. */
export interface Place {
  /** As in `#/properties/lines/items`. */
  readonly path: string;
  /** What a type made here would be called, behind the name of the entity. */
  readonly name: string;
  /** References that led here. */
  readonly seen: readonly string[];
  readonly depth: number;
}

interface Resolved {
  readonly node: SchemaNode;
  readonly place: Place;
  readonly nullable: boolean;
}

/** The definitions of a schema, and the ways to say that a value may be null. */
export class References {
  readonly #root: SchemaNode;
  readonly #problems: Problems;

  constructor(root: SchemaNode, problems: Problems) {
    this.#root = root;
    this.#problems = problems;
  }

  /** Follows references, and takes the null out of `["string", "null"]` and of `anyOf` with null. */
  resolve(given: SchemaNode, place: Place): Resolved {
    const { $ref, allOf, anyOf, oneOf, ...rest } = given;
    if ($ref !== undefined) return this.#follow($ref, rest, place);
    const [only, ...more] = Array.isArray(allOf) ? allOf : [];
    if (isNode(only) && more.length === 0)
      return this.resolve({ ...rest, ...only, ...described(rest) }, place);
    for (const choice of [anyOf, oneOf]) {
      if (!Array.isArray(choice) || choice.length !== 2) continue;
      const meant = choice.find((one) => isNode(one) && one.type !== 'null');
      if (isNode(meant) && choice.some((one) => isNode(one) && one.type === 'null'))
        return { ...this.resolve({ ...rest, ...meant, ...described(rest) }, place), nullable: true };
    }
    const types = Array.isArray(given.type) ? given.type.filter((type) => type !== 'null') : [];
    if (types.length !== 1) return { node: given, place, nullable: false };
    return { node: { ...given, type: types[0] }, place, nullable: (given.type as unknown[]).length > 1 };
  }

  #follow($ref: unknown, rest: SchemaNode, place: Place): Resolved {
    const nothing = { node: broken, place, nullable: false };
    const [, group = '', name = ''] = /^#\/(\$defs|definitions)\/([^/]+)$/.exec(String($ref)) ?? [];
    if (name === '') {
      const reason = /^(https?:|[^#])/.test(String($ref))
        ? `the reference ${String($ref)} leads out of the file`
        : `the reference ${String($ref)} does not name a definition`;
      this.#problems.add(
        `${place.path}/$ref`,
        reason,
        'Copy the definition into $defs and write "#/$defs/Name"',
      );
      return nothing;
    }
    if (place.seen.includes(name)) {
      this.#problems.add(
        `${place.path}/$ref`,
        `${name} holds itself, and what is stored must end`,
        'Write the levels out, or make it a subgraph of its own and keep its id here',
      );
      return nothing;
    }
    const definitions = this.#root[group];
    const target = isNode(definitions) ? definitions[name] : undefined;
    if (!isNode(target)) {
      this.#problems.add(`${place.path}/$ref`, `there is no ${group}/${name}`, 'Add it or correct the name');
      return nothing;
    }
    const seen = [...place.seen, name];
    // What is said beside the reference is said of the field; the type is the same wherever it is used.
    const { description: _ofTheField, ...limits } = rest;
    const next = { ...place, path: `#/${group}/${name}`, name: pascal(name), seen };
    return this.resolve({ ...target, ...limits }, next);
  }
}

/** What stands beside a reference says it better than what it refers to. */
function described({ description }: SchemaNode): SchemaNode {
  return description === undefined ? {} : { description };
}
