import { withSharedTypes } from 'tributary/sdk';
import type { HostedPlugin, PluginCulprit } from '#platform';
import { refused } from './failures.js';
import { breakableFields, breakingCulprits } from './gate/breaking.js';
import type { UsedOperation } from './gate/operations.js';
import { refusals } from './gate/refusals.js';
import { type SchemaDifference, schemaDifference } from './gate/schema-difference.js';
import type { SubgraphSource } from './gate/subgraph-source.js';

/** Composes supergraphs off this thread; gives the public schema, or every problem as `[subgraph] …`. */
export type Compose = (
  subgraphs: readonly SubgraphSource[],
) => Promise<{ api: string } | { problems: readonly string[] }>;

export interface JudgeParts {
  /** The registered operations, but for the plugin's own, and recent ones that use one of these fields. */
  operationsInUse(plugin: string, fields: readonly string[]): Promise<readonly UsedOperation[]>;
  /** The subgraphs that are served now. */
  sources(): Promise<readonly SubgraphSource[]>;
  readonly compose: Compose;
}

/** Judges what a change does to the graph. */
export class GraphJudge {
  readonly #parts: JudgeParts;

  constructor(parts: JudgeParts) {
    this.#parts = parts;
  }

  /**
   * The difference that the plugin makes in this version, or (null) without it.
   * @throws ChangeRefused with every culprit
   */
  async judge(plugin: string, candidate: HostedPlugin | null, force: boolean): Promise<SchemaDifference> {
    const sources = await this.#parts.sources();
    const others = sources.filter(({ name }) => name !== plugin);
    const sdl = candidate?.typeDefs ?? null;
    if (candidate && sdl !== null) {
      const declared = candidate.version.manifest.contributes.fields;
      const culprits = refusals({ plugin, sdl, declared }, others);
      if (culprits.length > 0) throw refused('PluginRefused', 'PLUGIN_TAKEOVER', { plugin }, culprits);
    }
    const [present, after] = await Promise.all([
      this.#presentApi(sources),
      this.#parts.compose(sdl === null ? others : [...others, { name: plugin, sdl: withSharedTypes(sdl) }]),
    ]);
    if ('problems' in after) {
      const reason = after.problems.join('; ');
      throw refused(
        'CompositionFailed',
        'COMPOSITION_FAILED',
        { reason },
        after.problems.map((one) => culpritOf(plugin, one)),
      );
    }
    const schemas = { present, candidate: after.api };
    if (!force) await this.#expectNothingBreaks(plugin, schemas);
    return schemaDifference(present, after.api);
  }

  async #expectNothingBreaks(plugin: string, schemas: { present: string; candidate: string }): Promise<void> {
    const inUse = await this.#parts.operationsInUse(plugin, breakableFields(schemas));
    const culprits = breakingCulprits(plugin, schemas, inUse);
    if (culprits.length > 0) throw refused('BreakingChange', 'BREAKING_CHANGE', {}, culprits);
  }

  async #presentApi(sources: readonly SubgraphSource[]): Promise<string> {
    const composed = await this.#parts.compose(sources);
    if ('api' in composed) return composed.api;
    throw refused('CompositionFailed', 'COMPOSITION_FAILED', { reason: composed.problems.join('; ') }, []);
  }
}

/** Problems name their subgraph in brackets, and mostly a coordinate. */
function culpritOf(candidate: string, problem: string): PluginCulprit {
  const [, named, text = problem] = /^\[([^\]]+)\] ([\s\S]*)$/.exec(problem) ?? [];
  const coordinate = /\b([A-Z]\w*\.\w+)/.exec(text)?.[1] ?? null;
  const hint = text.includes('@listSize')
    ? 'Write @listSize(assumedSize: N) behind the field, or make it a connection.'
    : 'Correct the type definitions of the plugin.';
  return { plugin: named ?? candidate, coordinate, operation: null, message: text, hint };
}
