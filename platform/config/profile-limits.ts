/** Bounds on what one request, connection or tenant may ask for. */
export interface Limits {
  /** Operations of a tenant a minute, counted with aliases. */
  readonly rate: number;
  readonly cost: number;
  readonly tokens: number;
  readonly depth: number;
  readonly aliases: number;
  readonly rootFields: number;
  readonly directives: number;
  readonly recursiveSelections: number;
  readonly bodyBytes: number;
  /** Of a query. */
  readonly operationMs: number;
  /** Of a mutation: what is changed in several processes takes longer. */
  readonly mutationMs: number;
  readonly requestMs: number;
  readonly inFlight: number;
  readonly subscriptionsPerConnection: number;
  readonly subscriptionsPerUser: number;
  readonly subscriptionsPerNode: number;
}

export type Profile = 'development' | 'production' | 'locked';

const usual: Limits = {
  rate: 6000,
  cost: 10_000,
  tokens: 2000,
  depth: 10,
  aliases: 30,
  rootFields: 20,
  directives: 20,
  recursiveSelections: 20_000,
  bodyBytes: 1_000_000,
  operationMs: 10_000,
  mutationMs: 60_000,
  requestMs: 30_000,
  inFlight: 200,
  subscriptionsPerConnection: 50,
  subscriptionsPerUser: 200,
  subscriptionsPerNode: 5000,
};

/** The limits of each profile; the setting `LIMITS` replaces single ones. */
export const profileLimits: Readonly<Record<Profile, Limits>> = {
  development: usual,
  production: usual,
  locked: { ...usual, rate: 600, cost: 2000 },
};
