import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { childEnvironment, repositoryRoot } from '#platform/config';
import { TestSystem } from '../testkit/system.js';

let system: TestSystem;
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tributary-gate-'));
  system = await TestSystem.start();
});
afterAll(async () => {
  await system?.close();
  await rm(folder, { recursive: true, force: true });
});

interface Ended {
  code: number;
  output: string;
  errors: string;
}

/** `npm run tributary -- eval …` against the running system. */
function evaluate(...parameters: string[]): Promise<Ended> {
  const args = [join(repositoryRoot, 'dist/cli/eval.js'), ...parameters];
  const env = childEnvironment({ DATA_DIR: system.dataDir });
  return new Promise((resolve) => {
    execFile(process.execPath, args, { env }, (error, output, errors) =>
      resolve({ code: error ? Number(error.code) : 0, output, errors }),
    );
  });
}
const gate = async (name: string, thresholds: object[], more: object = {}) => {
  const path = join(folder, `${name}.json`);
  const experiment = {
    dataset: 'claims',
    capability: 'evaluation.check-claims',
    cases: 'claims.jsonl',
    evaluators: ['evaluation.exact-fields', 'evaluation.latency'],
    thresholds,
    ...more,
  };
  await writeFile(path, JSON.stringify({ experiments: [experiment] }));
  return path;
};
const endpoint = () => ['--url', system.url, '--token', system.token];
const run = async (path: string, ...more: string[]) => evaluate('--gate', path, ...endpoint(), ...more);

/** Cases of which the first `wrong` expect what nobody would say. */
const writeCases = async (wrong: number) => {
  const lines = Array.from({ length: 32 }, (_, at) => ({
    id: `claim-${at}`,
    input: {
      claims: [`The mill was built in ${1700 + at}.`],
      sources: [`In ${1700 + at} the mill was built.`],
    },
    expected: { supportedShare: at < wrong ? 0.5 : 1 },
  }));
  await writeFile(join(folder, 'claims.jsonl'), lines.map((line) => JSON.stringify(line)).join('\n'));
};

test('a gate is open or closed by its thresholds, and a drop against an earlier report closes it', async () => {
  await writeCases(0);
  const open = await gate('open', [{ measure: 'fields', minimumMean: 0.9 }]);
  const report = join(folder, 'report.json');
  const first = await run(open, '--json');
  expect(first).toMatchObject({ code: 0, errors: expect.stringContaining('claims: 32 of 32') });
  await writeFile(report, first.output);
  expect(JSON.parse(first.output)).toMatchObject({
    passed: true,
    checks: [{ subject: 'claims current', measure: 'fields', cases: 32, passed: true }],
  });

  await writeCases(12);
  const junit = join(folder, 'gate.xml');
  const thresholds = [
    { measure: 'fields', minimumMean: 0.5, noSignificantDrop: true },
    { measure: 'latency', maximumValue: 0.000001 },
    { measure: 'no such' },
  ];
  const closed = await run(await gate('closed', thresholds), '--baseline', report, '--junit', junit);
  expect(closed.code).toBe(1);
  expect(closed.output).toMatch(/ok +claims current +fields .*mean >= 0\.5/);
  expect(closed.output).toMatch(/FAILED +claims current +fields .*no significant drop +-0\.375, p 0\.0/);
  expect(closed.output).toMatch(/FAILED +claims current +latency .*too high/);
  expect(closed.output).toMatch(/FAILED +claims current +no such .*no case was measured so/);
  expect(closed.output).toContain('The gate is closed: 3 of 4 do not hold.');
  expect(await readFile(junit, 'utf8')).toContain('tests="4" failures="3"');
});

test('wrong use ends with 2, and what the system refuses with 1', async () => {
  const thresholds = [{ measure: 'fields', minimumMean: 0.9 }];
  const usage = async (...parameters: string[]) => {
    const { code, errors } = await evaluate(...parameters);
    expect(code).toBe(2);
    return errors;
  };
  expect(await usage('--gate', join(folder, 'none.json'))).toContain('cannot be read as JSON');
  expect(await usage('--gate', await gate('empty', []))).toContain('thresholds');
  expect(await usage('--gate', await gate('fine', thresholds), '--wide')).toContain('--wide');
  const drop = await gate('drop', [{ measure: 'fields', noSignificantDrop: true }]);
  expect(await usage('--gate', drop)).toContain('--baseline');
  const unknown = await run(await gate('unknown', thresholds, { evaluators: ['no.such'] }));
  expect(unknown).toMatchObject({ code: 1, errors: expect.stringContaining('no.such') });
  const stranger = await evaluate(
    '--gate',
    await gate('fine', thresholds),
    '--url',
    system.url,
    '--token',
    'x',
  );
  expect(stranger).toMatchObject({ code: 1, errors: expect.stringContaining('UNAUTHENTICATED') });
});
