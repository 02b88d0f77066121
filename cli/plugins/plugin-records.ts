import type { Http } from '#platform/http';
import {
  DesiredState,
  type IsOperator,
  KeptVersions,
  operatorsOf,
  PluginProcesses,
  VersionFinder,
  type VersionsAtStart,
} from '#platform/plugin-host/changes';
import type { Foundation } from '../foundation.js';
import { startPlaces } from './places.js';

/** What is known of plugins: what is desired, kept, found here, and loaded by which process. */
export interface PluginRecords {
  readonly isOperator: IsOperator;
  readonly state: DesiredState;
  readonly kept: KeptVersions;
  readonly processes: PluginProcesses;
  readonly finder: VersionFinder;
}

export function pluginRecords(
  { config, database }: Pick<Foundation, 'config' | 'database'>,
  http: Pick<Http, 'fetch'>,
  { shipped, trusted }: VersionsAtStart,
): PluginRecords {
  const places = startPlaces(config);
  const kept = new KeptVersions(database);
  return {
    isOperator: operatorsOf(config.plugins.operators),
    state: new DesiredState(database),
    kept,
    processes: new PluginProcesses(database),
    finder: new VersionFinder({
      places,
      folder: places.compiled,
      kept,
      http,
      atStart: new Map([...shipped, ...trusted].map((version) => [version.hash, version])),
    }),
  };
}
