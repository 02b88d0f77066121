import type { Compose } from '#platform/plugin-host/changes';
import type { Composer } from '../../gateway/index.js';

/** A composition that fails is an answer. */
export function composeForJudge(composer: Composer): Compose {
  return async (subgraphs) => {
    const result = await composer.compose(subgraphs);
    return 'composed' in result ? { api: result.composed.api } : { problems: result.problems };
  };
}
