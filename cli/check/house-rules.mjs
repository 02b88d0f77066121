import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isTest, rooms, sources } from './sources.mjs';

const longest = 400;
/** Made by `npm run generate`. */
const isGenerated = (path) => path.endsWith('/schema.types.ts');

/** Who may hold `SystemDatabase`, and so cross tenants: each entry is a place and what it needs it for. */
const crossesTenants = new Map([
  ['cli/foundation.ts', 'opens it'],
  ['platform/system/', 'is it'],
  ['platform/ports/', 'declares it'],
  ['platform/identity/', 'finds a principal by the hash of its key, before the tenant is known'],
  ['platform/jobs/', 'takes jobs of all tenants in turn; schedules, leases, retention'],
  ['platform/plugin-host/jobs/', 'finds the schedules of all tenants that are due'],
  ['platform/plugin-host/changes/tenant-plugins.ts', 'keeps what single tenants have switched off in memory'],
  [
    'platform/plugin-host/changes/operations-in-use.ts',
    'finds the operations that a change would break, whoever registered them',
  ],
  ['platform/outbox/', 'relays events of all tenants; retention'],
  ['platform/uploads/', 'finds an upload by its token, before the tenant is known; retention'],
  ['platform/hooks/', 'finds a hook by its id, before the tenant is known; retention'],
  ['platform/run-log/retention.ts', 'forgets old run events'],
  ['subgraphs/accounts/services.ts', 'hands it to the tenants'],
  ['subgraphs/accounts/tenants.service.ts', 'lists all tenants for the operator'],
  ['subgraphs/audit/services.ts', 'hands it to the appender'],
  ['subgraphs/audit/appender.service.ts', 'finds the tenants whose records wait'],
  ['subgraphs/analytics/projection.service.ts', 'reads published events in bulk'],
  ['subgraphs/capabilities/lost-holds.schedule.ts', 'finds what nobody has settled, whoever held it'],
  ['subgraphs/capabilities/price-book.service.ts', "enters the operator's prices, which belong to no tenant"],
  ['subgraphs/capabilities/prompts.service.ts', 'seeds and releases the prompts of all tenants'],
  ['subgraphs/capabilities/trace-retention.schedule.ts', 'forgets old traces'],
  ['subgraphs/capabilities/work/lost-works.schedule.ts', 'finds works that no job carries on'],
  ['subgraphs/capabilities/work/work-retention.schedule.ts', 'forgets works that ended long ago'],
  ['subgraphs/analytics/business/business-facts.service.ts', 'finds the documents whose facts are marked'],
  ['subgraphs/reviews/overdue.schedule.ts', 'finds the reviews whose deadline passed'],
]);

/** What a source must not say, and why. */
const patterns = [
  { pattern: /@ts-(ignore|nocheck)/, reason: 'switches the type check off', everywhere: true },
  {
    pattern: /@ts-expect-error/,
    reason: 'switches the type check off, but where it says what must not compile',
    everywhere: true,
    except: /\.types\.test\.ts$/,
  },
  { pattern: /\b(it|test|describe)\.only\(/, reason: 'leaves other tests out', everywhere: true },
  { pattern: /\bTODO\b|\bFIXME\b|\bXXX\b/, reason: 'a plan belongs to the issues' },
  { pattern: /\bnew (Error|TypeError|RangeError)\(/, reason: 'an error has a code: AppError' },
  {
    pattern: /\bprocess\.env\b/,
    reason: 'settings come from Config',
    except: /^platform\/config\/|^cli\/bootstrap\.mjs$/,
  },
  { pattern: /biome-ignore lint\/suspicious\/noExplicitAny/, reason: 'any switches the type check off' },
  {
    pattern: /\bSystemDatabase\b|\.across\(/,
    reason: 'crosses tenants and is not listed in cli/check/house-rules.mjs',
    except: { test: (path) => [...crossesTenants.keys()].some((place) => path.startsWith(place)) },
  },
];

/** Rules of the house that no tool knows. */
export function houseRules(root) {
  const files = sources(root).filter(({ path }) => !path.startsWith('cli/check/'));
  const faults = [...files.flatMap(faultsOf), ...unusedPlaces(files), ...foldersWithoutReadme(root)];
  return { faults: faults.length, output: faults.join('\n') };
}

function faultsOf({ path, text }) {
  const lines = text.split('\n');
  const long = !isTest(path) && !isGenerated(path) && lines.length > longest + 1;
  const found = patterns
    .filter(({ everywhere, except }) => (everywhere || !isTest(path)) && !except?.test(path))
    .flatMap(({ pattern, reason }) =>
      lines.flatMap((line, at) => (pattern.test(line) ? [`${path}:${at + 1} ${reason}`] : [])),
    );
  return [...(long ? [`${path} has ${lines.length - 1} lines; ${longest} are the most`] : []), ...found];
}

/** The list of who crosses tenants holds nobody who does not. */
function unusedPlaces(files) {
  const needs = (place) =>
    files.some(({ path, text }) => path.startsWith(place) && /SystemDatabase|\.across\(/.test(text));
  return [...crossesTenants.keys()]
    .filter((place) => !needs(place))
    .map((place) => `${place} is listed in cli/check/house-rules.mjs and does not cross tenants`);
}

/** Rooms with parts: each part says for itself what lives there. */
const withParts = new Set(['platform', 'plugins', 'subgraphs']);

function foldersWithoutReadme(root) {
  const parts = [...withParts].flatMap((room) =>
    readdirSync(join(root, room), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => `${room}/${name}`),
  );
  return [...rooms(root), 'schema', ...parts]
    .filter((folder) => !existsSync(join(root, folder, 'README.md')))
    .map((folder) => `${folder} has no README.md that says what lives there`);
}
