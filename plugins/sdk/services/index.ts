import type { RequestContext } from '../context.js';
import type { AnalyticsService } from './analytics.js';
import type { EventsService, JobsService, SchedulesService } from './background.js';
import type { BlobsService } from './blobs.js';
import type { DocumentsService } from './documents.js';
import type { EvaluatorsService } from './evaluators.js';
import type { HooksService } from './hooks.js';
import type { MailService } from './mail.js';
import type { ClockService, HttpService, KeysService, LogService } from './outside.js';
import type { PeopleService } from './people.js';
import type { PermissionsService } from './permissions.js';
import type { ProvidedServices } from './provided.js';
import type {
  CapabilitiesService,
  ModelsService,
  OperationsService,
  PromptsService,
  ResultsService,
  RunsService,
} from './runs.js';
import type { SearchService } from './search.js';
import type { SettingsService } from './settings.js';
import type { StoreService } from './store.js';
import type { FeedbackService, RecommendationsService, ReviewsService, RulesService } from './work.js';
import type { WorksService } from './works.js';

export type * from './analytics.js';
export type * from './background.js';
export type * from './blobs.js';
export type * from './documents.js';
export type * from './evaluators.js';
export type * from './hooks.js';
export type * from './mail.js';
export type * from './outside.js';
export type * from './people.js';
export type * from './permissions.js';
export type * from './provided.js';
export type * from './runs.js';
export type * from './search.js';
export type * from './settings.js';
export type * from './store.js';
export type * from './work.js';
export type * from './works.js';

/**
 * The services that a plugin can name in `needs`. Each call takes and returns plain data, for the plugin may live in a
 * thread of its own; the caller's context (whose data, which rights) is bound by the host. What may not be read does
 * not exist: `NOT_FOUND`. A service that the manifest does not permit: `PLUGIN_PERMISSION_DENIED`.
 */
export interface Services {
  documents: DocumentsService;
  search: SearchService;
  results: ResultsService;
  runs: RunsService;
  models: ModelsService;
  prompts: PromptsService;
  capabilities: CapabilitiesService;
  operations: OperationsService;
  recommendations: RecommendationsService;
  reviews: ReviewsService;
  rules: RulesService;
  analytics: AnalyticsService;
  events: EventsService;
  jobs: JobsService;
  works: WorksService;
  schedules: SchedulesService;
  settings: SettingsService;
  store: StoreService;
  blobs: BlobsService;
  http: HttpService;
  keys: KeysService;
  feedback: FeedbackService;
  evaluators: EvaluatorsService;
  permissions: PermissionsService;
  people: PeopleService;
  mail: MailService;
  hooks: HooksService;
  log: LogService;
  clock: ClockService;
}

/** The services of the SDK. */
export type CoreServiceName = keyof Services;
/** Those, and the services that other plugins provide, `<plugin>.<service>`. */
export type ServiceName = CoreServiceName | keyof ProvidedServices;
/** Exactly the services that were named in `needs`. */
export type Granted<Needs extends ServiceName> = Pick<Services & ProvidedServices, Needs>;

/**
 * Loads in batches: `batch('notes', (ids) => readNotes(ids)).load(id)`. All keys that the resolvers of one operation ask
 * for in one tick go to one call of `load`, which answers in the order of the keys; an `Error` fails its key alone. The
 * name is the plugin's own and stands for one kind of load. Nothing is remembered between ticks.
 */
export type Batch = <Key, Value>(
  name: string,
  load: (keys: readonly Key[]) => Promise<readonly (Value | Error)[]>,
) => { load(key: Key): Promise<Value> };

/** What a plugin's resolver gets as its third argument. */
export type ResolverContext<Needs extends ServiceName = ServiceName> = Granted<Needs> & {
  readonly request: RequestContext;
  /** Ends when the client leaves or the deadline passes. */
  readonly signal: AbortSignal;
  readonly batch: Batch;
};
