import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'tributary/sdk';
import { repositoryRoot } from '#platform/config';

const run = promisify(execFile);

/** One wrong import for each rule: where it stands, what it says, and the rule that has to forbid it. */
const wrong = [
  ['plugins/advice/core.ts', "import '#platform';", 'plugins'],
  ['plugins/advice/neighbour.ts', "import '../answers/index.js';", 'plugins'],
  ['plugins/advice/files.ts', "import 'node:fs';", 'plugins-without-node'],
  ['plugins/advice/metadata.ts', "import 'type-graphql';", 'plugins-packages'],
  ['plugins/sdk/upwards.ts', "import type { Words } from 'tributary/text';", 'sdk'],
  ['plugins/sdk/package.ts', "import 'uuid';", 'sdk-packages'],
  ['text/upwards.ts', "import type { Role } from 'tributary/sdk';", 'text'],
  ['platform/rules/upwards.ts', "import '../../subgraphs/audit/index.js';", 'platform'],
  ['platform/rules/window.ts', "import '../keys/seal.js';", 'inner-doors'],
  ['platform/rules/circle.ts', "import '#platform/keys';", 'cycles'],
  ['platform/rules/driver.ts', "import 'bullmq';", 'bullmq-ioredis-behind-a-port'],
  ['platform/rules/lost.ts', "import './nowhere.js';", 'resolvable'],
  ['subgraphs/audit/neighbour.ts', "import type { X } from '../documents/index.js';", 'subgraphs'],
  ['subgraphs/audit/tenants.ts', "import '#platform/system';", 'across-tenants'],
  ['gateway/downwards.ts', "import '../subgraphs/audit/index.js';", 'gateway'],
  ['gateway/database.ts', "import '#platform/database';", 'gateway'],
  ['client/server.ts', "import 'tributary/sdk';", 'client'],
  ['client/node.ts', "import 'node:fs';", 'client-packages'],
  ['cli/tests.ts', "import '../testkit/index.js';", 'composition'],
  ['cli/window.ts', "import '../platform/keys/seal.js';", 'doors'],
] as const;

/** What the wrong imports lead to. */
const doors = [
  'plugins/answers/index.ts',
  'plugins/sdk/index.ts',
  'text/index.ts',
  'platform/index.ts',
  'platform/rules/index.ts',
  'platform/keys/seal.ts',
  'platform/system/index.ts',
  'platform/database/index.ts',
  'subgraphs/audit/index.ts',
  'subgraphs/documents/index.ts',
  'testkit/index.ts',
];

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tributary-imports-'));
  for (const name of ['package.json', '.dependency-cruiser.mjs']) {
    await cp(join(repositoryRoot, name), join(root, name));
  }
  await symlink(join(repositoryRoot, 'node_modules'), join(root, 'node_modules'));
  const circle = ['platform/keys/index.ts', "import '#platform/rules';"] as const;
  for (const [path, text] of [...doors.map((door) => [door, ''] as const), circle, ...wrong]) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), `${text}\nexport {};\n`);
  }
  await writeFile(join(root, 'platform/rules/index.ts'), "import './circle.js';\n");
});
afterAll(() => rm(root, { recursive: true }));

const reportShape = z.object({
  summary: z.object({
    violations: z.array(z.object({ from: z.string(), rule: z.object({ name: z.string() }) })),
  }),
});

it('every wrong direction is forbidden, by its own rule and no other', async () => {
  const program = join(repositoryRoot, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const rooms = ['cli', 'client', 'gateway', 'platform', 'plugins', 'subgraphs', 'testkit', 'text'];
  const options = ['--config', '.dependency-cruiser.mjs', '--output-type', 'json'];
  const { stdout } = await run(process.execPath, [program, ...options, ...rooms], { cwd: root }).catch(
    (failed: { stdout: string }) => failed,
  );
  const { violations } = reportShape.parse(JSON.parse(stdout)).summary;
  const found = violations.map(({ from, rule }) => `${from} ${rule.name}`);
  const expected = wrong.map(([path, , rule]) => `${path} ${rule}`);
  expect(found.filter((line) => !line.endsWith(' cycles')).sort()).toEqual(
    expected.filter((line) => !line.endsWith(' cycles')).sort(),
  );
  expect(found.some((line) => line.endsWith(' cycles'))).toBe(true);
});
