import { composeServices } from '@theguild/federation-composition';
import { type DocumentNode, parse } from 'graphql';
import { nestedLists, unboundedLists } from './list-sizes.js';

export interface SubgraphSource {
  readonly name: string;
  readonly sdl: string;
}

/** The composed graph: for the query planner, and as clients see it. */
export interface Supergraph {
  readonly supergraph: string;
  readonly api: string;
}

export type Composition = { readonly composed: Supergraph } | { readonly problems: readonly string[] };

/** Composes subgraphs; every problem names its subgraph. Takes a while and much memory: see `composeInThread`. */
export function compose(subgraphs: readonly SubgraphSource[]): Composition {
  const parsed = subgraphs.map((subgraph) => ({ name: subgraph.name, ...parseOf(subgraph) }));
  const problems = parsed.flatMap(({ name, document, problem }) => [
    ...(problem === undefined ? [] : [problem]),
    ...(document === undefined ? [] : unboundedLists(document)).map(
      (field) => `[${name}] ${field} is a list without @listSize`,
    ),
    ...(document === undefined ? [] : nestedLists(document)).map(
      (field) => `[${name}] ${field} is a list of lists: give the inner list a type of its own`,
    ),
  ]);
  if (problems.length > 0) return { problems };
  const services = parsed.flatMap(({ name, document }) =>
    document === undefined ? [] : [{ name, typeDefs: document, url: `http://${name}.subgraph` }],
  );
  return composed(services);
}

interface Service {
  name: string;
  typeDefs: DocumentNode;
  url: string;
}

function composed(services: Service[]): Composition {
  try {
    const { errors, supergraphSdl, publicSdl } = composeServices(services);
    if (supergraphSdl !== undefined && publicSdl !== undefined) {
      return { composed: { supergraph: supergraphSdl, api: publicSdl } };
    }
    return { problems: (errors ?? []).map(({ message }) => message) };
  } catch (error) {
    return { problems: thrownBy(services, error) };
  }
}

/** The library throws on some invalid directives without a name: ask it for each subgraph alone. */
function thrownBy(services: Service[], error: unknown): string[] {
  const culprits = services.filter((service) => throws(() => composeServices([service])));
  const names = culprits.length > 0 ? culprits : services;
  return [`[${names.map(({ name }) => name).join(', ')}] ${messageOf(error)}`];
}

function throws(work: () => unknown): boolean {
  try {
    work();
    return false;
  } catch {
    return true;
  }
}

function parseOf({ name, sdl }: SubgraphSource): { document?: DocumentNode; problem?: string } {
  try {
    return { document: parse(sdl, { noLocation: true }) };
  } catch (error) {
    return { problem: `[${name}] ${messageOf(error)}` };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
