import {
  type Contributions,
  defineEvaluator,
  defineJob,
  definePlugin,
  defineRule,
  defineService,
  type ManifestInput,
  manifestSchema,
  z,
} from 'tributary/sdk';
import { checkContributions } from './contributions.js';

const needs = ['store'] as const;
const all: Contributions = {
  jobs: [
    defineJob({ id: 'own.job', description: 'd', needs, payload: z.object({}), run: async () => undefined }),
  ],
  evaluators: [defineEvaluator({ id: 'own.evaluator', description: 'd', needs, evaluate: async () => [] })],
  rules: [
    defineRule({ kind: 'own.rule', description: 'd', params: z.object({}), judge: () => ({ holds: true }) }),
  ],
  provides: [defineService({ id: 'own.service', description: 'd', needs, methods: {}, serve: {} })],
};
const contributes = {
  jobs: ['own.job'],
  evaluators: ['own.evaluator'],
  rules: ['own.rule'],
  services: ['own.service'],
};

function check(contributions: Contributions, change: Partial<ManifestInput> = {}): () => void {
  const about = {
    id: 'own',
    version: '1.0.0',
    sdk: '*',
    title: 't',
    description: 'd',
    permissions: ['store'],
  };
  const input: ManifestInput = { ...about, contributes, ...change };
  const definition = definePlugin(input, contributions);
  return () => checkContributions({ manifest: manifestSchema.parse(input), definition, prompts: [] });
}

it('accepts what the manifest says', () => {
  expect(check(all)).not.toThrow();
});

it.each(['jobs', 'evaluators', 'rules', 'provides'] as const)(
  'misses %s that are declared only, and the reverse',
  (key) => {
    const field = key === 'provides' ? 'services' : key;
    expect(check({ ...all, [key]: [] })).toThrow(
      `contributes.${field}: ${contributes[field][0]} is declared but not`,
    );
    expect(check(all, { contributes: { ...contributes, [field]: [] } })).toThrow(
      `contributes.${field}: ${contributes[field][0]} is contributed but not`,
    );
  },
);

it('refuses what a job, evaluator or service needs and the manifest does not permit', () => {
  for (const key of ['jobs', 'evaluators', 'provides'] as const) {
    const field = key === 'provides' ? 'services' : key;
    const only = check(
      { [key]: all[key] },
      { permissions: [], contributes: { [field]: contributes[field] } },
    );
    expect(only).toThrow(expect.objectContaining({ code: 'PLUGIN_PERMISSION_DENIED' }));
  }
});

it('refuses models in a job, whose cost nobody would account for', () => {
  const [job] = all.jobs ?? [];
  const greedy = { ...all, jobs: [{ ...job!, needs: ['models' as const] }] };
  expect(check(greedy, { permissions: ['store', 'models'] })).toThrow(/a job has no models/);
});
