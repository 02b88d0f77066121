import { createHash } from 'node:crypto';
import { AppError } from 'tributary/sdk';
import type { Composition, SubgraphSource, Supergraph } from './compose.js';
import { composeInThread } from './compose-in-thread.js';
import { ComposedBefore } from './composed-before.js';

/** Composes off this thread, and remembers the last compositions: what was judged is then served without another. */
export interface Composer {
  /** Every problem names its subgraph. */
  compose(subgraphs: readonly SubgraphSource[]): Promise<Composition>;
  /** @throws AppError `COMPOSITION_FAILED`, naming every culprit. */
  supergraph(subgraphs: readonly SubgraphSource[]): Promise<Supergraph>;
}

const remembered = 3;

/** @param folder where supergraphs are kept for the next start; null keeps none */
export function createComposer(folder: string | null = null): Composer {
  const before = folder === null ? null : new ComposedBefore(folder);
  const known = new Map<string, Promise<Composition>>();
  const compose = (subgraphs: readonly SubgraphSource[]): Promise<Composition> => {
    // One order for one set, so that its supergraph is the same whoever asks.
    const sources = subgraphs
      .map(({ name, sdl }) => ({ name, sdl }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    const key = createHash('sha256').update(JSON.stringify(sources)).digest('hex');
    const composition = known.get(key) ?? composed(sources, key, before);
    known.delete(key);
    known.set(key, composition);
    composition.catch(() => known.delete(key));
    const [oldest] = known.keys();
    if (known.size > remembered && oldest !== undefined) known.delete(oldest);
    return composition;
  };
  return {
    compose,
    async supergraph(subgraphs) {
      const result = await compose(subgraphs);
      if ('composed' in result) return result.composed;
      throw new AppError('COMPOSITION_FAILED', { reason: result.problems.join('; ') });
    },
  };
}

async function composed(
  sources: readonly SubgraphSource[],
  key: string,
  before: ComposedBefore | null,
): Promise<Composition> {
  const supergraph = await before?.read(key);
  if (supergraph) return { composed: supergraph };
  const composition = await composeInThread(sources);
  if ('composed' in composition) await before?.write(key, composition.composed);
  return composition;
}
