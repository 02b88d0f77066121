/** `#platform/plugin-host`: loads plugins, checks them against their manifests, and gives them their services. */

export { inputHash, type ParsedInput, parseInput } from './capability-input.js';
export type { CapabilityLookup, LoadedCapability } from './catalogue.js';
export { checkManifest, sdkVersion } from './check-manifest.js';
export { secretSettings } from './check-settings-schema.js';
export { lookUpContributions } from './contribution-lookup.js';
export { createPluginHost, hostPlugins, type PluginHost } from './host.js';
export { hostPlugin } from './host-plugin.js';
export { hostContributions } from './hosted-contributions.js';
export { pluginSchedules } from './jobs/due-schedules.js';
export { pluginJobMigrations, pluginScheduleEraser } from './jobs/migrations.js';
export { runPluginJobs } from './jobs/plugin-job.js';
export type { PluginFolders } from './load-plugin.js';
export { composeText, invalidPrompt, longestPrompt } from './prompts/compose.js';
export type { PromptFile } from './prompts/prompt-files.js';
export { parsePromptSettings } from './prompts/prompt-settings.js';
export {
  type Provenance,
  type RenderedMessage,
  renderMessages,
  renderPrompt,
  type Segment,
} from './prompts/render.js';
export { faultOf, partialsOf, variablesOf } from './prompts/template.js';
export { parseManifest, readManifest } from './read-manifest.js';
export { hostRemotePlugin } from './remote/host-remote.js';
export type { RemoteParts } from './remote/parts.js';
export { readRemoteManifest } from './remote/read-remote.js';
export { screeningOf } from './screens.js';
export { bindServices } from './services/bind-services.js';
export { nameOf } from './services/prompts-service.js';
export type { RunBinding, ServiceCaller, ServiceParts } from './services/service-parts.js';
export { takeStrayFault } from './stray-faults.js';
export { hostThreadPlugin, type ThreadPluginOptions } from './thread/host-thread-plugin.js';
export type { PluginLimits } from './thread/limits.js';
export type { ThreadDescription } from './thread/messages.js';
export { mapImports } from './thread/module-hooks.js';
export type { ThreadHandle } from './thread/supervisor.js';
export { createPluginThreads, type PluginThreads } from './thread/threads.js';
export { createWorkKinds } from './works/work-kinds.js';
