import type { Caller } from '../caller.js';
import type { IdKind } from './world.js';

type Ids = Readonly<Record<IdKind, string>>;

/** One operation that sends an id of the kind through one argument; `own` are ids that the caller may use. */
export interface Probe {
  kind: IdKind;
  query: string;
  variables(id: string, own: Ids): Record<string, unknown>;
}

export const askWith = (
  kind: IdKind,
  query: string,
  variables: Probe['variables'] = (id) => ({ id }),
): Probe => ({ kind, query, variables });

export const changeWith = (
  kind: IdKind,
  field: string,
  type: string,
  input: (id: string, own: Ids) => object,
): Probe => ({
  kind,
  query: `mutation Probe($input: ${type}!) { ${field}(input: $input) { __typename ... on Failure { code message } } }`,
  variables: (id, own) => ({ input: input(id, own) }),
});

/** One typed answer of a mutation, with the places that it was made from. */
export const answerWith = (
  kind: IdKind,
  field: string,
  type: string,
  input: (id: string, own: Ids) => object,
): Probe => ({
  kind,
  query: `mutation Probe($input: ${type}!) { ${field}(input: $input) { __typename ... on Failure { code message }
    ... on Result { result { engine evidence { documentId quote } } } } }`,
  variables: (id, own) => ({ input: input(id, own) }),
});

/** How the arguments and fields of a plugin are tried. */
export interface PluginProbes {
  readonly probes: Readonly<Record<string, Probe>>;
  /** Operations on root fields that show a list, a count or a stored result. */
  readonly lists?: Readonly<Record<string, string>>;
  /** Operations that look for documents themselves, and streams that name none; `$word` is looked for. */
  readonly finds?: Readonly<Record<string, string>>;
  /** Arguments that could carry an id by their type and do not. */
  readonly noIds?: readonly string[];
}

/** What the walk needs to know of a subgraph that `tributary subgraph new` made; its ids are of the kind `entity:<type>`. */
export interface EntityProbes {
  /** The entity, as `Order`. */
  readonly type: string;
  /** Makes one for these groups and gives its id. */
  make(caller: Caller, groups: readonly string[]): Promise<string>;
  /** Of one by `$id`: what a change would change. */
  readonly state: string;
  readonly lists: Readonly<Record<string, string>>;
  readonly probes: Readonly<Record<string, Probe>>;
  /** Arguments that could carry an id by their type and carry that of another system. */
  readonly noIds: readonly string[];
}
