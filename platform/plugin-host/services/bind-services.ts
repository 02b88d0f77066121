import { AppError, type CoreServiceName, type Granted, type ServiceName, type Services } from 'tributary/sdk';
import { eventsService, jobsService, schedulesService } from './background-services.js';
import {
  feedbackService,
  keysService,
  logService,
  permissionsService,
  recommendationsService,
  reviewsService,
  rulesService,
} from './core-services.js';
import { documentsService, searchService } from './document-services.js';
import { evaluatorsService } from './evaluators-service.js';
import { analyticsService, blobsService, settingsService, storeService } from './keeping-services.js';
import { hooksService, peopleService } from './outside-services.js';
import { promptsService } from './prompts-service.js';
import { providedService } from './provided-service.js';
import { capabilitiesService, resultsService, runsService } from './run-services.js';
import { serviceNames } from './service-names.js';
import type { ServiceCaller, ServiceParts } from './service-parts.js';
import { worksService } from './works-service.js';

type Makers = { [Name in CoreServiceName]: (parts: ServiceParts, caller: ServiceCaller) => Services[Name] };

const makers: Makers = {
  documents: documentsService,
  search: searchService,
  results: resultsService,
  runs: runsService,
  capabilities: capabilitiesService,
  prompts: promptsService,
  models: (_parts, { run, plugin }) => {
    if (run) return run.models;
    throw new AppError('PLUGIN_PERMISSION_DENIED', {
      plugin: plugin.id,
      permission: 'models (outside of a run)',
    });
  },
  operations: ({ operations }, { context }) => ({
    describe: (operation) => operations.describe(context, operation),
    execute: (operation, variables) => operations.execute(context, operation, variables),
    tools: () => operations.tools(context),
  }),
  recommendations: recommendationsService,
  reviews: reviewsService,
  rules: rulesService,
  analytics: analyticsService,
  events: eventsService,
  jobs: jobsService,
  works: worksService,
  schedules: schedulesService,
  settings: settingsService,
  store: storeService,
  blobs: blobsService,
  http: ({ http }) => http,
  keys: keysService,
  feedback: feedbackService,
  permissions: permissionsService,
  people: peopleService,
  mail: ({ mail }) => mail,
  hooks: hooksService,
  evaluators: (parts, caller) =>
    evaluatorsService(parts, caller, (given, other, needs) => bindServices(given, other, needs)),
  log: logService,
  clock: ({ clock }) => clock,
};

/**
 * The services that a caller named, bound to its context: whose data, which rights, until when. A service is made when
 * it is first used; one that is not in `needs` or not permitted throws `PLUGIN_PERMISSION_DENIED`.
 */
export function bindServices<Needs extends ServiceName = ServiceName>(
  parts: ServiceParts,
  caller: ServiceCaller,
  needs: readonly Needs[] | null = null,
): Granted<Needs> {
  const services: Record<string, unknown> = {};
  const ofOthers = caller.plugin.permissions.filter((name) => name.includes('.'));
  for (const name of [...serviceNames, ...ofOthers]) {
    const granted = isGranted(caller, needs, name);
    Object.defineProperty(services, name, {
      enumerable: granted,
      configurable: true,
      get() {
        if (!granted) {
          throw new AppError('PLUGIN_PERMISSION_DENIED', { plugin: caller.plugin.id, permission: name });
        }
        const value = makeService(parts, caller, name);
        Object.defineProperty(services, name, { value, enumerable: true });
        return value;
      },
    });
  }
  return services as Granted<Needs>;
}

function makeService(parts: ServiceParts, caller: ServiceCaller, name: string): unknown {
  if (isCore(name)) return makers[name](parts, caller);
  return providedService(parts, caller, name, (given, other, needs) =>
    bindServices(given, other, needs as readonly ServiceName[]),
  );
}

const isCore = (name: string): name is CoreServiceName => Object.hasOwn(makers, name);

function isGranted({ plugin }: ServiceCaller, needs: readonly string[] | null, name: string): boolean {
  return plugin.permissions.includes(name) && (needs === null || needs.includes(name));
}
