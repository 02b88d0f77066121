import { mkdtempSync } from 'node:fs';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '#platform/config';
import { say, startChaosProvider, unhurried } from '../providers/index.js';
import { registerCassettes } from './contract/cassettes.js';
import { type ContractOptions, capabilityOf, inputOf, lazyFacts } from './contract/facts.js';
import { readPlugin } from './plugin-under-test.js';

/* What `describePlugin` adds for cassettes: recorded here as an author would, played back when nothing listens any more. */

const plugin = join(repositoryRoot, 'plugins/summarization');
const { manifest: whole } = await readPlugin(plugin);
/** Those that are answered in plain text, as the server here speaks. */
const capabilities = ['summarization.summarize', 'summarization.text', 'summarization.documents'];
const manifest = { ...whole, contributes: { ...whole.contributes, capabilities } };
const folder = mkdtempSync(join(tmpdir(), 'tributary-cassettes-'));
const options: ContractOptions = {
  cassettes: folder,
  inputs: {
    'summarization.text': () => ({ text: 'The mill stands in the valley.' }),
    'summarization.documents': ({ document }) => ({ documentIds: [document.id] }),
  },
};

beforeAll(async () => {
  const server = await startChaosProvider();
  server.next(say('The mill has stood in the valley since 1780.'));
  const chat = {
    provider: 'openai',
    baseUrl: server.url,
    timeouts: unhurried,
    model: 'some-model',
    cassette: '.',
  };
  await writeFile(join(folder, 'models.json'), JSON.stringify({ aliases: { chat } }));
  const recording = { ...options, environment: { CASSETTES: 'record' } };
  const facts = lazyFacts(plugin, recording, folder);
  const found = await facts.get();
  found.host.model.plays();
  for (const capability of manifest.contributes.capabilities) {
    if (!capabilityOf(found, capability).model) continue;
    await found.host.run(capability, await inputOf(found, capability, recording), { anew: true });
  }
  await facts.close();
  await server.close();
  expect((await readdir(folder)).length).toBeGreaterThan(1);
});
afterAll(() => rm(folder, { recursive: true }));

registerCassettes(plugin, manifest, options);
