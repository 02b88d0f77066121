import { filterTypeDefs } from './filter.js';
import { intentTypeDefs } from './intent.js';
import { rootTypeDefs } from './roots.js';
import { savedTypeDefs } from './saved.js';
import { searchTypeDefs } from './search.js';

/** The plugin's part of the graph. */
export const typeDefs = [rootTypeDefs, searchTypeDefs, filterTypeDefs, intentTypeDefs, savedTypeDefs].join(
  '\n',
);
