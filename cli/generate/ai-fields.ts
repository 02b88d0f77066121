import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
  parse,
  type TypeNode,
} from 'graphql';
import { sharedTypeDefs } from 'tributary/sdk';

/** A field that a capability makes, with what it says of itself by `@ai`. */
export interface AiField {
  readonly coordinate: string;
  readonly capability: string | null;
  readonly cache: string | null;
  readonly consistency: string | null;
  /** What it can be asked with: its arguments, and the fields of those that are inputs. */
  readonly takes: readonly string[];
}

const caches: readonly (string | null)[] = ['NONE', 'STORED'];
const consistencies: readonly (string | null)[] = ['SAME_RESULT', 'VARIES'];
const asking = /^(Mutation|Subscription)\./;
const shared: ReadonlySet<string> = new Set(parse(sharedTypeDefs).definitions.map(nameOf));

/**
 * The fields of a plugin that show what a capability made: those that say so, and those whose type is a stream of run
 * events, carries the record of how it came to be (`Result`), or is a union with the outcomes of a run.
 */
export function aiFields(sdl: string): AiField[] {
  const { definitions } = parse(sdl);
  const objects = definitions.filter(
    (node): node is ObjectTypeDefinitionNode | ObjectTypeExtensionNode =>
      node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION,
  );
  const made = new Set(['RunEvent', 'AIResult', 'Result']);
  for (const { name, interfaces = [] } of objects)
    if (interfaces.some((one) => one.name.value === 'Result')) made.add(name.value);
  for (const node of definitions) {
    if (node.kind !== Kind.UNION_TYPE_DEFINITION) continue;
    if (node.types?.some(({ name }) => made.has(name.value))) made.add(node.name.value);
  }
  return objects
    .filter(({ name }) => !shared.has(name.value) || name.value === 'Document')
    .flatMap(({ name, fields = [] }) =>
      fields
        .filter((field) => made.has(namedType(field.type)) || directiveOf(field) !== undefined)
        .map((field) => aiField(name.value, field, takenBy(field, definitions))),
    );
}

/**
 * What is missing or wrong of what they say and take. A field that asks takes `options`, and `anew` where results are
 * stored; one of a capability that another field asks anew each time (`NONE`) shows what that one began.
 */
export function aiDepartures(fields: readonly AiField[]): string[] {
  const begun = new Set(fields.filter(({ cache }) => cache === 'NONE').map(({ capability }) => capability));
  return fields.flatMap(({ coordinate, capability, cache, consistency, takes }) => {
    if (capability === null) return [`${coordinate} is made by a capability and has no @ai`];
    const asks = asking.test(coordinate) && (cache === 'NONE' || !begun.has(capability));
    const wanted = !asks ? [] : cache === 'NONE' ? ['options'] : ['options', 'anew'];
    return [
      ...wanted
        .filter((name) => !takes.includes(name))
        .map((name) => `${coordinate} cannot be asked with ${name}`),
      ...(caches.includes(cache) ? [] : [`${coordinate} does not say its cache: NONE or STORED`]),
      ...(consistencies.includes(consistency)
        ? []
        : [`${coordinate} does not say its consistency: SAME_RESULT or VARIES`]),
    ];
  });
}

/** The page that lists them. */
export function aiFieldsPage(fields: readonly AiField[]): string {
  const rows = [...fields]
    .sort((one, other) => (one.coordinate < other.coordinate ? -1 : 1))
    .map(({ coordinate, capability, cache, consistency, takes }) => [
      `\`${coordinate}\``,
      `\`${capability}\``,
      cache ?? '',
      consistency ?? '',
      ['options', 'anew'].filter((name) => takes.includes(name)).join(', '),
    ]);
  return `# Fields that AI makes

Made by \`npm run generate\` from \`@ai\` in the SDL of the shipped plugins. \`STORED\`: the same input with the same versions
of plugin, prompts, model and documents returns the stored result, to who has the same rights, unless it is asked \`anew\`.
\`NONE\`: each call is answered of its own. \`SAME_RESULT\`: asking again says the same. \`VARIES\`: it is asked anew by
itself where the field says so. What is made anew by a model may differ; \`options\` with a \`seed\` and a \`pin\` (versions
of prompts, a model, an engine) make it repeatable, and the answer's \`result\` says with what it was made. Fields that are
asked with nothing show what is stored. See [long work and answers that vary](long-work.md).

${table([['field', 'capability', 'cache', 'consistency', 'asked with'], ...rows])}
`;
}

function aiField(type: string, field: FieldDefinitionNode, takes: readonly string[]): AiField {
  const directive = directiveOf(field);
  return {
    coordinate: `${type}.${field.name.value}`,
    capability: argumentOf(directive, 'capability'),
    cache: argumentOf(directive, 'cache'),
    consistency: argumentOf(directive, 'consistency'),
    takes,
  };
}

const directiveOf = ({ directives }: FieldDefinitionNode): ConstDirectiveNode | undefined =>
  directives?.find(({ name }) => name.value === 'ai');

function takenBy({ arguments: given = [] }: FieldDefinitionNode, all: readonly DefinitionNode[]): string[] {
  const fieldsOf = ({ type }: InputValueDefinitionNode) =>
    all.flatMap((node) =>
      node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION && node.name.value === namedType(type)
        ? (node.fields ?? [])
        : [],
    );
  return [...given, ...given.flatMap(fieldsOf)].map(({ name }) => name.value);
}

function argumentOf(directive: ConstDirectiveNode | undefined, name: string): string | null {
  const value = directive?.arguments?.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.STRING ? value.value : null;
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

function nameOf(node: object): string {
  return 'name' in node ? ((node.name as { value?: string } | undefined)?.value ?? '') : '';
}

function table([head = [], ...rows]: readonly (readonly string[])[]): string {
  const widths = head.map((_, at) => Math.max(...[head, ...rows].map((cells) => (cells[at] ?? '').length)));
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, at) => (cells[at] ?? '').padEnd(width)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
