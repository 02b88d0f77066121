export { childEnvironment, environmentWith } from './child-environment.js';
export {
  type Config,
  type DatabaseDriver,
  type FolderDriver,
  type ModelsDriver,
  type QueueDriver,
  repositoryRoot,
} from './config.js';
export { describeConfig, listVariables, loadConfig, loadConfigOrExit } from './load.js';
export { configurationPage } from './page.js';
export type { Limits, Profile } from './profile-limits.js';
