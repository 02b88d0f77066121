import { enableCompileCache } from 'node:module';
import { parseArgs } from 'node:util';
import { keepResolutions } from './kept-resolutions.js';
import { orUsage } from './or-usage.js';
import { returnMemory } from './return-memory.js';

enableCompileCache();
const allLoaded = keepResolutions('start');
const { values } = orUsage(() =>
  parseArgs({ options: { role: { type: 'string' }, 'print-config': { type: 'boolean' } } }),
);
const { describeConfig, environmentWith, loadConfigOrExit } = await import('#platform/config');
const environment = environmentWith({ ROLES: values.role });
const config = loadConfigOrExit(environment);
if (values['print-config']) process.stdout.write(`${describeConfig(environment)}\n`);
else {
  await (await import('./system.js')).startSystem(config);
  allLoaded();
  returnMemory();
}
