import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kind, parse } from 'graphql';
import { AppError, eventSchemas } from 'tributary/sdk';
import { eventsOf, rootFields, typeNames } from './generated-names.js';
import type { Model } from './model.js';
import { isSqlWord } from './names.js';

/** Names that a subgraph cannot have: roles, Postgres schemas, and constants of the files that list subgraphs. */
const reserved: ReadonlySet<string> = new Set(
  `gateway worker plugins plugin platform public information_schema sdk shared supergraph api events errors modules
  entities migration_sets permissions viewer member node_modules`.split(/\s+/),
);

/** Names that generated code uses for something else. */
const codeNames: ReadonlySet<string> = new Set(
  `Access Arg Args Array Boolean CalendarDate Clock Conflict Ctx Cursor Database Date DateTime Decimal Directive Entity Error
  Field Filter Float Forbidden GraphContext ID Input InputType Int InvalidInput Json Map Money MoneyInput Mutation NotFound
  Number Object ObjectType Outbox Page PageArguments PageInfo Partial Payload Promise Query Record RegExp RequestContext
  Resolver Result Service Set String Subscription Symbol Transaction Values`.split(/\s+/),
);
const sharedInputs: ReadonlySet<string> = new Set(['MoneyInput']);

/** Refuses a subgraph whose names are taken, before anything is written. @throws AppError `NAME_TAKEN` */
export function refuseTakenNames(root: string, model: Model): void {
  refuseName(root, model.name);
  const mend = 'the title of the schema or --entity gives the type its name';
  const taken = (name: string, reason: string) => new AppError('NAME_TAKEN', { name, reason, mend });
  if (!/^[A-Z][A-Za-z0-9]*$/.test(model.entity))
    throw taken(model.entity, 'a type is named as in PurchaseOrder');
  for (const name of [
    model.entity,
    ...model.objects.map((shape) => shape.name),
    ...model.enums.map((shape) => shape.name),
  ])
    if (codeNames.has(name)) throw taken(name, 'generated code needs the name for something else');
  const { types, fields } = graphOf(root);
  for (const name of typeNames(model))
    if (types.has(name) && !sharedInputs.has(name)) throw taken(name, 'the graph has a type of this name');
  for (const name of rootFields(model))
    if (fields.has(name)) throw taken(name, 'the graph has a root field of this name');
  for (const name of eventsOf(model))
    if (Object.hasOwn(eventSchemas, name)) throw taken(name, 'there is an event of this name');
}

/** @throws AppError `NAME_TAKEN` */
export function refuseName(root: string, name: string): void {
  const mend = 'a subgraph is named by the plural of what it keeps, as in orders or purchase_orders';
  const taken = (reason: string) => new AppError('NAME_TAKEN', { name, reason, mend });
  if (!/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(name) || name.length > 40)
    throw taken('it must be small letters, digits and underscores, at most 40');
  if (reserved.has(name) || name.startsWith('pg_'))
    throw taken('the system uses the name for something else');
  if (isSqlWord(name)) throw taken('SQL keeps the word for itself');
  if (existsSync(join(root, 'subgraphs', name))) throw taken(`subgraphs/${name} is there`);
  if (existsSync(join(root, 'plugins', name))) throw taken('a plugin has the name');
}

const rootTypes: ReadonlySet<string> = new Set(['Query', 'Mutation', 'Subscription']);

/** The types and root fields of the committed graph, and of the plugins that lie beside it. */
function graphOf(root: string): { types: ReadonlySet<string>; fields: ReadonlySet<string> } {
  const plugins = readdirSync(join(root, 'plugins')).map((name) =>
    join(root, 'plugins', name, 'schema.graphql'),
  );
  const paths = [join(root, 'schema/api.graphql'), ...plugins].filter((path) => existsSync(path));
  const types = new Set<string>();
  const fields = new Set<string>();
  for (const { definitions } of paths.map((path) => parse(readFileSync(path, 'utf8')))) {
    for (const definition of definitions) {
      if (!('name' in definition) || definition.name === undefined) continue;
      const name = definition.name.value;
      if (definition.kind === Kind.OBJECT_TYPE_DEFINITION && rootTypes.has(name))
        for (const field of definition.fields ?? []) fields.add(field.name.value);
      types.add(name);
    }
  }
  return { types, fields };
}
