import { AppError, type Granted, type ServiceName, type Services } from 'tributary/sdk';
import {
  feedbackService,
  keysService,
  logService,
  recommendationsService,
  reviewsService,
  storeService,
} from './core-services.js';
import { documentsService, searchService } from './document-services.js';
import { promptsService } from './prompts-service.js';
import { capabilitiesService, resultsService, runsService } from './run-services.js';
import { serviceNames } from './service-names.js';
import type { ServiceCaller, ServiceParts } from './service-parts.js';

type Makers = { [Name in ServiceName]: (parts: ServiceParts, caller: ServiceCaller) => Services[Name] };

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
    execute: (operation, variables) => operations.execute(context, operation, variables),
  }),
  recommendations: recommendationsService,
  reviews: reviewsService,
  store: storeService,
  http: ({ http }) => http,
  keys: keysService,
  feedback: feedbackService,
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
  const services: Partial<Services> = {};
  for (const name of serviceNames) {
    Object.defineProperty(services, name, {
      enumerable: isGranted(caller, needs, name),
      configurable: true,
      get() {
        if (!isGranted(caller, needs, name)) {
          throw new AppError('PLUGIN_PERMISSION_DENIED', { plugin: caller.plugin.id, permission: name });
        }
        const value = makers[name](parts, caller);
        Object.defineProperty(services, name, { value, enumerable: true });
        return value;
      },
    });
  }
  return services as Granted<Needs>;
}

function isGranted(
  { plugin }: ServiceCaller,
  needs: readonly ServiceName[] | null,
  name: ServiceName,
): boolean {
  return plugin.permissions.includes(name) && (needs === null || needs.includes(name));
}
