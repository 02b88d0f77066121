import { ofTheTenant, probes } from './probes.js';
import type { IdKind, World } from './world.js';

/** A world of each tenant, and of two members of the first with a group of their own each. */
export type Worlds = Record<'alpha' | 'beta' | 'red' | 'blue', World>;
type Name = keyof Worlds;

/** Who looks, and at whose things. */
export const pairs: readonly { between: string; reader: Name; other: Name }[] = [
  { between: 'two tenants', reader: 'alpha', other: 'beta' },
  { between: 'two tenants, for a member', reader: 'red', other: 'beta' },
  { between: 'a tenant and another one', reader: 'beta', other: 'alpha' },
  { between: 'two groups of a tenant', reader: 'red', other: 'blue' },
  { between: 'a group and another one', reader: 'blue', other: 'red' },
  { between: 'the administrator and a group', reader: 'alpha', other: 'red' },
];

/** Another tenant, not another member of the reader's. */
export const isForeign = (reader: Name, other: Name): boolean => reader === 'beta' || other === 'beta';

/** Kinds of ids that are of the whole tenant, whatever one's groups. */
const accountKinds: ReadonlySet<IdKind> = new Set([
  'member',
  'group',
  'key',
  'embeddingChange',
  'dataset',
  'experiment',
  'labelSet',
  'webhook',
  'delivery',
  'insight',
  'ruleSet',
  'workflowRun',
]);
/** Kinds of which an administrator manages everybody's. */
const managed: ReadonlySet<IdKind> = new Set(['work', 'notification']);

/** Whether the reader may not use such an id of the other. */
export const isRefused = (reader: Name, other: Name, kind: IdKind, coordinate = ''): boolean =>
  isForeign(reader, other) ||
  !(accountKinds.has(kind) || ofTheTenant.has(coordinate) || (managed.has(kind) && reader === 'alpha'));

/** The arguments by which the reader may not reach what the other has. */
export const refusedProbes = (reader: Name, other: Name) =>
  Object.entries(probes).filter(([coordinate, { kind }]) => isRefused(reader, other, kind, coordinate));
