import type { Compose } from '#platform/plugin-host/changes';
import { composeSources } from '../../gateway/index.js';

/** Composes in a short-lived thread; a composition that fails is an answer. */
export const composeForJudge: Compose = async (subgraphs) => {
  const result = await composeSources(subgraphs);
  return 'composed' in result ? { api: result.composed.api } : { problems: result.problems };
};
