import type { PluginCulprit } from '#platform';
import { addedFields } from '../../coordinates.js';
import { directiveCulprits } from './directives.js';
import { ownershipCulprits } from './ownership.js';
import { sharedTypeCulprits, withoutSharedTypes } from './shared-types.js';
import { parseSdl, type SubgraphSource } from './subgraph-source.js';

export interface Candidate {
  readonly plugin: string;
  /** As the plugin gives it, or complete with the shared types. */
  readonly sdl: string;
  /** The coordinates that its manifest declares. */
  readonly declared: readonly string[];
}

/** Makes a culprit of the candidate. */
export type Blame = (coordinate: string | null, message: string, hint: string) => PluginCulprit;

/**
 * Everything for which the graph refuses a plugin, whatever composes: what takes over what belongs to another, what
 * could null or bend it, and what its manifest does not say. `others` are all other subgraphs.
 */
export function refusals(candidate: Candidate, others: readonly SubgraphSource[]): PluginCulprit[] {
  const { plugin, sdl, declared } = candidate;
  const blame: Blame = (coordinate, message, hint) => ({
    plugin,
    coordinate,
    operation: null,
    message,
    hint,
  });
  const parsed = tryParse(sdl);
  if (typeof parsed === 'string') {
    return [blame(null, `The SDL cannot be read: ${parsed}`, 'Correct the type definitions.')];
  }
  const own = withoutSharedTypes(parsed);
  return [
    ...directiveCulprits(parsed, blame),
    ...sharedTypeCulprits(parsed, blame),
    ...ownershipCulprits(own, others, blame),
    ...undeclared(sdl, declared, blame),
  ];
}

function undeclared(sdl: string, declared: readonly string[], blame: Blame): PluginCulprit[] {
  const added = addedFields(sdl).map(({ coordinate }) => coordinate);
  const isStub = (coordinate: string) => ['Query._entities', 'Query._service'].includes(coordinate);
  return [
    ...added
      .filter((coordinate) => !declared.includes(coordinate) && !isStub(coordinate))
      .map((coordinate) =>
        blame(coordinate, 'It is added but not declared.', 'Add it to contributes.fields of plugin.json.'),
      ),
    ...declared
      .filter((coordinate) => !added.includes(coordinate))
      .map((coordinate) =>
        blame(
          coordinate,
          'It is declared but not added.',
          'Remove it from contributes.fields of plugin.json.',
        ),
      ),
  ];
}

function tryParse(sdl: string): ReturnType<typeof parseSdl> | string {
  try {
    return parseSdl(sdl);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
