import type { Config } from '#platform/config';
import type { SearchIndex } from './port.js';
import { SqliteSearch } from './sqlite-search.js';

/** The search index: its port and the embedded driver on SQLite. */
export * from './port.js';

/** Opens the index that `SEARCH_URL` names. Nothing runs before the first request. */
export function openSearch(config: Pick<Config, 'search'>): SearchIndex {
  return new SqliteSearch({ folder: config.search.driver.folder });
}
