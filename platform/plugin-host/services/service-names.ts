import type { CoreServiceName } from 'tributary/sdk';

// A record, so that a service that the SDK gains cannot be forgotten here.
const names: Record<CoreServiceName, true> = {
  documents: true,
  search: true,
  results: true,
  runs: true,
  models: true,
  prompts: true,
  capabilities: true,
  operations: true,
  recommendations: true,
  reviews: true,
  rules: true,
  analytics: true,
  events: true,
  jobs: true,
  works: true,
  schedules: true,
  settings: true,
  store: true,
  blobs: true,
  http: true,
  keys: true,
  feedback: true,
  evaluators: true,
  permissions: true,
  people: true,
  mail: true,
  hooks: true,
  log: true,
  clock: true,
};

/** The services of the SDK that a manifest can permit and a capability can need; plugins provide further ones. */
export const serviceNames = Object.keys(names) as CoreServiceName[];
