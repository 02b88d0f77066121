// ---- plugins/sdk/analytics-program.d.ts

import { z } from 'zod';
/** What a field of a fact holds. `boolean` may also be unknown. */
export type AnalyticsFieldType = 'text' | 'number' | 'boolean';
/**
 * What can be asked of facts, by source. `documents`: one fact a document; its business fields are those of its newest
 * version (`amount` with tax, `termDays` from issue to due date). `runs`, `reviews`, `recommendations`: one fact each.
 */
export declare const analyticsFields: {
    readonly documents: {
        readonly kind: 'text';
        readonly status: 'text';
        readonly seller: 'text';
        readonly buyer: 'text';
        readonly currency: 'text';
        readonly orderRef: 'text';
        readonly amount: 'number';
        readonly tax: 'number';
        readonly termDays: 'number';
        readonly confidence: 'number';
        readonly durationMs: 'number';
        readonly corrected: 'boolean';
        readonly hasOrder: 'boolean';
        readonly ready: 'boolean';
    };
    readonly runs: {
        readonly capability: 'text';
        readonly plugin: 'text';
        readonly engine: 'text';
        readonly model: 'text';
        readonly outcome: 'text';
        readonly durationMs: 'number';
        readonly inputTokens: 'number';
        readonly outputTokens: 'number';
        readonly costUsd: 'number';
        readonly answered: 'boolean';
    };
    readonly reviews: {
        readonly outcome: 'text';
        readonly resolutionMs: 'number';
        readonly open: 'boolean';
        readonly approved: 'boolean';
    };
    readonly recommendations: {
        readonly kind: 'text';
        readonly decision: 'text';
        readonly decisionMs: 'number';
        readonly decided: 'boolean';
        readonly accepted: 'boolean';
    };
};
/** The time that a period is of, by source; the first is used if none is named. */
export declare const analyticsTimes: {
    readonly documents: readonly ["uploadedAt", "issueDate", "dueDate"];
    readonly runs: readonly ["finishedAt"];
    readonly reviews: readonly ["requestedAt", "resolvedAt"];
    readonly recommendations: readonly ["madeAt", "decidedAt"];
};
/** A source of facts. */
export type AnalyticsSource = keyof typeof analyticsFields;
/** Amounts of money: those of several currencies are never added up, each has rows of its own. */
export declare const isMoneyField: (source: AnalyticsSource, field: string | undefined) => boolean;
/** What a field of a source holds; null when there is none of this name. */
export declare function analyticsFieldType(source: AnalyticsSource, field: string): AnalyticsFieldType | null;
/** How a filter compares. `MISSING` has no values, `ONE_OF` and `NOT` have many, the others one. */
export declare const analyticsOperators: readonly ['EQUALS', 'ONE_OF', 'NOT', 'ABOVE', 'AT_LEAST', 'AT_MOST', 'BELOW', 'MISSING'];
/**
 * A question to the facts of `analytics` as data: the same program over the same facts has the same answer. Unknown keys,
 * fields, comparisons and values that do not fit the field are refused; it is compiled to SQL with parameters over listed
 * columns, whoever wrote it.
 */
export declare const analyticsProgram: z.ZodObject<{
    source: z.ZodEnum<{
        documents: "documents";
        recommendations: "recommendations";
        reviews: "reviews";
        runs: "runs";
    }>;
    measure: z.ZodObject<{
        of: z.ZodEnum<{
            count: "count";
            max: "max";
            mean: "mean";
            median: "median";
            min: "min";
            share: "share";
            sum: "sum";
        }>;
        field: z.ZodOptional<z.ZodString>;
    }, z.core.$strict>;
    groupBy: z.ZodOptional<z.ZodArray<z.ZodString>>;
    filters: z.ZodOptional<z.ZodArray<z.ZodObject<{
        field: z.ZodString;
        is: z.ZodEnum<{
            ABOVE: "ABOVE";
            AT_LEAST: "AT_LEAST";
            AT_MOST: "AT_MOST";
            BELOW: "BELOW";
            EQUALS: "EQUALS";
            MISSING: "MISSING";
            NOT: "NOT";
            ONE_OF: "ONE_OF";
        }>;
        values: z.ZodDefault<z.ZodArray<z.ZodString>>;
    }, z.core.$strict>>>;
    interval: z.ZodOptional<z.ZodEnum<{
        DAY: "DAY";
        HOUR: "HOUR";
        MONTH: "MONTH";
        WEEK: "WEEK";
    }>>;
    time: z.ZodOptional<z.ZodString>;
    period: z.ZodOptional<z.ZodObject<{
        from: z.ZodOptional<z.ZodUnion<readonly [z.ZodISODateTime, z.ZodISODate]>>;
        to: z.ZodOptional<z.ZodUnion<readonly [z.ZodISODateTime, z.ZodISODate]>>;
    }, z.core.$strict>>;
    order: z.ZodOptional<z.ZodEnum<{
        GROUP: "GROUP";
        TIME: "TIME";
        VALUE_ASC: "VALUE_ASC";
        VALUE_DESC: "VALUE_DESC";
    }>>;
    limit: z.ZodOptional<z.ZodInt>;
    scope: z.ZodOptional<z.ZodEnum<{
        EVERYBODY: "EVERYBODY";
        READABLE: "READABLE";
    }>>;
}, z.core.$strict>;
/** A checked program. */
export type AnalyticsProgram = z.output<typeof analyticsProgram>;
/** A program as it may be written. */
export type AnalyticsProgramInput = z.input<typeof analyticsProgram>;

// ---- plugins/sdk/catalogue-entry.d.ts

/** What the catalogue says of an error. */
export interface CatalogueEntry {
    /** Shown to the user; `{name}` is filled from the details. */
    message: string;
    /** What the reader can do about it. */
    hint: string;
    /** Whether the same request may succeed later. */
    retryable: boolean;
    /** HTTP status of a request that fails with it. */
    status: number;
}
/** One entry of the catalogue, with the status in front for the eye. */
export declare const entry: (status: number, message: string, hint: string, retryable?: boolean) => CatalogueEntry;

// ---- plugins/sdk/connection.d.ts

import { z } from 'zod';
/** The argument `first`: how many nodes a page has, from 1 to 100; 20 if nobody said. */
export declare const pageSize: z.ZodPipe<z.ZodOptional<z.ZodNullable<z.ZodInt>>, z.ZodTransform<number, number | null | undefined>>;
/** What a list was asked for. */
export interface PageRequest {
    /** From 1 to 100; 20 if nobody said. */
    readonly first: number;
    /** The key after which the page begins; null for the first page. */
    readonly after: string | null;
}
/** The arguments `first` and `after` of a connection. Errors: `BAD_USER_INPUT`, `CURSOR_INVALID`. */
export declare function pageRequest(args: unknown): PageRequest;
/** The nodes of a page by their keys, as a Relay connection. `after` is that of the `PageRequest`. */
export declare function connectionOf<Node>(items: readonly {
    readonly key: string;
    readonly node: Node;
}[], { totalCount, hasNextPage, after }: {
    totalCount: number;
    hasNextPage: boolean;
    after: string | null;
}): {
    nodes: Node[];
    edges: {
        cursor: any;
        node: Node;
    }[];
    totalCount: number;
    pageInfo: {
        hasNextPage: boolean;
        hasPreviousPage: boolean;
        startCursor: any;
        endCursor: any;
    };
};
/**
 * A page of items that are all at hand, as a Relay connection; `view` is what the graph shows of one.
 *
 * Errors: `BAD_USER_INPUT`; `CURSOR_INVALID` where no item has the key of the cursor.
 */
export declare function pageOf<Item, Node>(items: readonly Item[], args: unknown, keyOf: (item: Item) => string, view: (item: Item) => Node): {
    nodes: Node[];
    edges: {
        cursor: any;
        node: Node;
    }[];
    totalCount: number;
    pageInfo: {
        hasNextPage: boolean;
        hasPreviousPage: boolean;
        startCursor: any;
        endCursor: any;
    };
};

// ---- plugins/sdk/context-part.d.ts

/** Where a part of a prompt can come from; only the template itself is the system's. */
export declare const contextSources: readonly ['user', 'document', 'tool'];
/** One of `contextSources`. */
export type ContextSource = (typeof contextSources)[number];
/**
 * A part of a prompt as the value of a variable, alone or in a list. The model layer fits the parts into the window of
 * the model, and keeps to the end which span of the prompt came from where.
 */
export interface ContextPart {
    readonly text: string;
    readonly source: ContextSource;
    /** What it was read from, such as the id of a document or chunk. */
    readonly id?: string;
    /** What does not fit goes first where this is lowest; 0 unless given. */
    readonly priority?: number;
    /** All of it or nothing, its start, or its end; its start unless given. */
    readonly keep?: 'whole' | 'start' | 'end';
}
/** Makes a part; see `ContextPart`. */
export declare function contextPart(source: ContextSource, text: string, options?: Pick<ContextPart, 'id' | 'priority' | 'keep'>): ContextPart;
/** Whether a value has the form of a `ContextPart` and nothing beside it. */
export declare function isContextPart(value: unknown): value is ContextPart;

// ---- plugins/sdk/context.d.ts

/** Roles of a member of a tenant. A role says what one may do; groups say which documents one may read. */
export declare const roles: readonly ['viewer', 'member', 'reviewer', 'auditor', 'admin'];
/** One of `roles`. */
export type Role = (typeof roles)[number];
/**
 * What a caller may read. A document's access list holds principals: `tenant` (everybody in it) or `group:<id>`.
 * `any`: readable when the list holds one of the principals (a person). `every`: readable when the list holds all of
 * them, or `tenant`, so that what is made from it can be shown to everyone who may read the first (a plugin that acts
 * on a document).
 */
export interface Rights {
    readonly mode: 'any' | 'every';
    readonly principals: readonly string[];
}
/** Whose data, who acts, and until when. Plain data: by reference in a process, as a signed token between processes. */
export interface RequestContext {
    /** Tenant id (UUID). */
    readonly tenant: string;
    /** `user:<id>`, `key:<id>`, `plugin:<id>` or `system:<part>`. */
    readonly actor: string;
    readonly roles: readonly Role[];
    /** OAuth-like scopes such as `documents:read`; `*` stands for all that the roles allow. */
    readonly scopes: readonly string[];
    /** Ids of the groups that the actor belongs to. */
    readonly groups: readonly string[];
    readonly rights: Rights;
    readonly requestId: string;
    /** W3C trace context. */
    readonly traceparent: string;
    /** Milliseconds since the epoch after which nobody waits for the answer. */
    readonly deadline: number;
    /** The supergraph generation that the operation began on. */
    readonly generation: string | null;
}
/** The principal that every member of a tenant has. */
export declare const everyone = "tenant";
/** The rights of a person with these groups (ids). */
export declare function rightsOfGroups(groups: readonly string[]): Rights;
/** The rights of a plugin that acts on a document with this access list. */
export declare function rightsOfAccessList(access: readonly string[]): Rights;
/** Whether an entity with this access list may be read with these rights. */
export declare function mayRead(rights: Rights, access: readonly string[]): boolean;

// ---- plugins/sdk/define-capability.d.ts

import type { z } from 'zod';
import type { EventName, EventPayload } from './events/index.js';
import type { EnginePart, ExpectedOutcome } from './run-parts.js';
import type { Granted, ServiceName } from './services/index.js';
import { type CapabilityStep, type StepOutput, stepInput, stepOutputs } from './steps.js';
/** What an engine's third argument tells about its run. */
export interface EngineRun {
    /** UUID. */
    readonly runId: string;
    /** On whose behalf it runs: `user:<id>`, `key:<id>`, `plugin:<id>`. */
    readonly actor: string;
    /** Ends when the run is cancelled or its deadline passes. */
    readonly signal: AbortSignal;
}
/** Yields text and parts; returns the output, an expected outcome, or nothing (then the text is `output.text`). */
export type EngineGenerator<Output> = AsyncGenerator<EnginePart, Output | ExpectedOutcome | void>;
/**
 * When a stored answer is given to a question that was put in other words. Tenant, rights, versions and all the rest of
 * the input must be equal; the capability's own questions decide the threshold, so measure it.
 */
export interface SemanticCache<Text extends string = string> {
    /** The property of the input that is compared by meaning; a string. */
    readonly text: Text;
    /** The cosine from which two questions are taken for one; 0.95 is a careful beginning. */
    readonly threshold: number;
    /** How old an answer may be; a day at most, which is also the default. */
    readonly maxAgeMs?: number;
}
/** A capability, as its author writes it; it has at least one engine. */
export interface CapabilityDefinition<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType, Needs extends ServiceName = ServiceName, Events extends EventName = EventName> {
    /** Unique in the system; lower-case words joined by dots or hyphens. */
    readonly id: string;
    readonly description: string;
    /** The services that the engines get, and no others. */
    readonly needs: readonly Needs[];
    readonly input: Input;
    readonly output: Output;
    /** `streamed` shows text while it is made; `checked` only after validation, grounding and rules. */
    readonly publish?: 'streamed' | 'checked';
    /** Citations must quote the cited place exactly; else the result is `NeedsReview`. */
    readonly grounded?: boolean;
    /**
     * It judges texts as they were written: its input and output are not screened, and a prompt must mark them as data.
     * Has no effect in a plugin that runs in a thread of its own.
     */
    readonly inspects?: boolean;
    /** Its runs are seen by those who started them alone, not by others with the same rights; none are shared. */
    readonly ownerOnly?: boolean;
    /**
     * What answers when the model fails before any of its text was shown: `built-in` (as if nothing is said) the built-in
     * engine, `none` nothing, so that the run fails. Without a configured model the built-in engine always answers.
     */
    readonly fallback?: 'built-in' | 'none';
    /** Also gives the answer to a question that means the same; needs an embedding model. */
    readonly semanticCache?: SemanticCache;
    /** The highest number of output tokens that one model call may bill (reserves budget). */
    readonly maxOutputTokens?: number;
    /** Also run as a job after these events; the input is made by `inputOf`, by default `{ documentId }` of the payload. */
    readonly on?: readonly Events[];
    /** The input that an event of `on` stands for. */
    inputOf?(event: EventPayload<Events>): z.input<Input>;
    /** Ids of the documents that this input concerns: rights of a stored result, the document of its decision. */
    documentsOf?(input: z.output<Input>): readonly string[];
    /** Answers with a language model; used when one is configured. */
    model?(input: z.output<Input>, services: Granted<Needs>, run: EngineRun): EngineGenerator<z.input<Output>>;
    /** Answers without one: deterministic, the same output for the same input. */
    builtIn?(input: z.output<Input>, services: Granted<Needs>, run: EngineRun): EngineGenerator<z.input<Output>>;
}
/** Any capability, as the host handles it. */
export type AnyCapability = CapabilityDefinition;
/** Declares an AI function with a typed input and output that completes or streams. */
export declare function defineCapability<Input extends z.ZodType, Output extends z.ZodType, const Needs extends ServiceName, const Events extends EventName = EventName>(definition: CapabilityDefinition<Input, Output, Needs, Events> & {
    semanticCache?: SemanticCache<Extract<keyof z.output<Input>, string>>;
}): CapabilityDefinition<Input, Output, Needs, Events>;
/** A capability that fills a step: its input and output are the step's. */
export interface StepDefinition<Step extends CapabilityStep = CapabilityStep> {
    readonly step: Step;
    readonly capability: AnyCapability;
}
/** Binds a capability to a step of ingestion. Give the step's own `stepInput` and `stepOutputs[step]` to the capability. */
export declare function defineStep<Step extends CapabilityStep, Needs extends ServiceName, Events extends EventName>(definition: {
    step: Step;
    capability: CapabilityDefinition<typeof stepInput, (typeof stepOutputs)[Step], Needs, Events>;
}): StepDefinition<Step>;
export type { StepOutput };
/** One finding of a screen. */
export interface ScreenFinding {
    kind: string;
    severity: 'INFO' | 'LOW' | 'MEDIUM' | 'HIGH';
    rule: string;
    ruleVersion: number;
}
/** What a screen says of a text. `REVIEW`: it may be shown, but the result waits for a person. */
export interface ScreenVerdict {
    verdict: 'ALLOW' | 'MODIFY' | 'REVIEW' | 'BLOCK';
    /** The text to go on with; another than was given when something was taken out. */
    text: string;
    findings: ScreenFinding[];
    /** The policy that decided, with its version; recorded with the verdict. */
    policy?: string;
}
/** How texts are screened: pure and fast, called in the thread of the run. */
export interface TextScreen {
    screenInput(text: string): ScreenVerdict;
    screenOutput(text: string): ScreenVerdict;
    /** Screens text while it streams; holds back at most 64 characters (code points). */
    openStream(): {
        push(delta: string): ScreenVerdict;
        end(): ScreenVerdict;
    };
    /** Where a text holds what models are given placeholders for (UTF-16 indices); without it they are given all as it is. */
    personalData?(text: string): readonly {
        kind: string;
        start: number;
        end: number;
    }[];
}
/** Fills the screening hook of the capability runner. */
export interface ScreenDefinition extends TextScreen {
    readonly id: string;
    readonly version: number;
    /**
     * The screen for a tenant with these settings of the plugin, defaults filled in. Asked once for each state of the
     * settings; without it all tenants are screened alike.
     */
    configure?(settings: Readonly<Record<string, unknown>>): TextScreen;
}
/** Declares a screen. Only plugins in the threads of the host have some, for they are asked synchronously. */
export declare function defineScreen(definition: ScreenDefinition): ScreenDefinition;

// ---- plugins/sdk/define-collection.d.ts

import { z } from 'zod';
import type { IndexValue, StoreService } from './services/index.js';
/** A collection, as its author writes it. Names of collections are the plugin's own. */
export interface CollectionDefinition<Schema extends z.ZodType, Index extends IndexOf<Schema> = IndexOf<Schema>> {
    readonly name: string;
    /** Rises by one when the schema or the indexes change; 1 if not given. */
    readonly version?: number;
    readonly schema: Schema;
    /** Fields of the value by which `find` finds it: texts, numbers, truth values or null. */
    readonly indexes?: readonly Index[];
    /** Makes a value of this version of one that an earlier version wrote. Pure; it may be called more than once. */
    migrate?(value: unknown, from: number): unknown;
}
/** The fields of a collection's values that can be indexed. */
export type IndexOf<Schema extends z.ZodType> = {
    [Field in keyof z.output<Schema>]: z.output<Schema>[Field] extends IndexValue | undefined ? Field : never;
}[keyof z.output<Schema>] & string;
/** A value of a collection with its key. */
export interface Kept<Value> {
    readonly key: string;
    readonly value: Value;
}
/** A collection of one tenant, typed. Errors: `STORE_INVALID` (a stored value does not fit), those of the service `store`. */
export interface OpenCollection<Schema extends z.ZodType, Index extends string> {
    get(key: string): Promise<z.output<Schema> | null>;
    /** In the order of the keys; at most 1,000. */
    getMany(keys: readonly string[]): Promise<(z.output<Schema> | null)[]>;
    put(key: string, value: z.input<Schema>): Promise<void>;
    delete(key: string): Promise<void>;
    /** By key, 20 if not said and at most 100. */
    list(options?: {
        first?: number;
        after?: string | null;
        prefix?: string;
    }): Promise<Kept<z.output<Schema>>[]>;
    /** Those whose indexed fields have these values, by key; `endCursor` is to go on `after`, null at the end. */
    find(options: {
        where: {
            readonly [Field in Index & keyof z.output<Schema>]?: z.output<Schema>[Field];
        };
        first?: number;
        after?: string | null;
    }): Promise<{
        items: Kept<z.output<Schema>>[];
        endCursor: string | null;
    }>;
    /** Migrates what earlier versions wrote; returns how many values that were. For a job, before a large one is searched. */
    migrate(signal?: AbortSignal): Promise<number>;
}
/** A declared collection; `in` opens it where there is a store. */
export interface Collection<Schema extends z.ZodType, Index extends IndexOf<Schema>> extends CollectionDefinition<Schema, Index> {
    /** The collection in the tenant whose `store` this is. */
    in(store: StoreService): OpenCollection<Schema, Index>;
}
/**
 * Declares a collection of the service `store`: its schema, the indexes that `find` uses, and how values of earlier
 * versions become those of this one. A value is migrated when it is read; `find` migrates the whole collection first.
 */
export declare function defineCollection<Schema extends z.ZodType, const Index extends IndexOf<Schema> = never>(definition: CollectionDefinition<Schema, Index>): Collection<Schema, Index>;

// ---- plugins/sdk/define-evaluator.d.ts

import { z } from 'zod';
import type { ResultInfo } from './run-parts.js';
import type { Granted, ServiceName } from './services/index.js';
/** One case of an evaluation set, with what a capability made of it. Plain data. */
export interface EvaluationCase {
    readonly id: string;
    readonly capability: string;
    readonly input: unknown;
    /** What the set says is right. */
    readonly expected: unknown;
    /** What the capability said; null when it said nothing, see `outcome`. */
    readonly output: unknown;
    /** How the run ended: the type of its result, or the code of its error. */
    readonly outcome?: string;
    /** How the output came to be; null for a run that failed. */
    readonly result?: ResultInfo | null;
    /** What the output is to be compared with, where two are compared. */
    readonly baseline?: unknown;
    /** What an experiment tells the evaluator, such as a rubric. */
    readonly parameters?: Readonly<Record<string, unknown>>;
}
/** The scores of one case, by what was measured. */
export declare const evaluationScores: z.ZodArray<z.ZodObject<{
    name: z.ZodString;
    score: z.ZodNumber;
    reason: z.ZodString;
    value: z.ZodOptional<z.ZodNumber>;
}, z.core.$strip>>;
/** One score of a case. */
export type EvaluationScore = z.infer<typeof evaluationScores>[number];
/** An evaluator, as its author writes it. */
export interface EvaluatorDefinition<Needs extends ServiceName = ServiceName> {
    /** `<plugin>.<evaluator>`, as the manifest names it. */
    readonly id: string;
    readonly description: string;
    readonly needs: readonly Needs[];
    evaluate(item: EvaluationCase, services: Granted<Needs>, progress: {
        readonly signal: AbortSignal;
    }): Promise<EvaluationScore[]>;
}
/** Any evaluator, as the host handles it. */
export type AnyEvaluator = EvaluatorDefinition;
/** Declares how the quality of an output is measured: by the same case, the same scores. */
export declare function defineEvaluator<const Needs extends ServiceName>(definition: EvaluatorDefinition<Needs>): EvaluatorDefinition<Needs>;

// ---- plugins/sdk/define-job.d.ts

import type { z } from 'zod';
import type { EventName } from './events/index.js';
import type { Granted, ServiceName } from './services/index.js';
/** What a job's third argument tells about its run. */
export interface JobProgress {
    readonly jobId: string;
    /** From 1. */
    readonly attempt: number;
    /** The event of `on` that it runs for; the id is the same on every delivery. */
    readonly event?: {
        readonly id: string;
        readonly name: EventName;
        readonly at: string;
    };
    /** Ends at the job's deadline, or when the system stops. */
    readonly signal: AbortSignal;
    /** What an earlier attempt remembered of this step; null when it did not come so far. */
    checkpoint(step: string): Promise<unknown>;
    /** Remembers that a step is done, with plain data. Errors: `JOB_LEASE_LOST` (another worker has taken the job over). */
    remember(step: string, data?: unknown): Promise<void>;
    /** Between the parts of a long job: lets what people wait for go first, for half a second at most. */
    rest(): Promise<void>;
}
/** A job, as its author writes it. */
export interface JobDefinition<Payload extends z.ZodType = z.ZodType, Needs extends ServiceName = ServiceName> {
    /** `<plugin>.<job>`, as the manifest names it. */
    readonly id: string;
    readonly description: string;
    /** The services that it gets, and no others. Not `models`: a job runs a capability by `capabilities`. */
    readonly needs: readonly Needs[];
    readonly payload: Payload;
    /**
     * Also run for each of these events: the event's payload is the job's. It runs as the plugin, with the access list of
     * the document that the event concerns, and not at all when nobody may read that any more.
     */
    readonly on?: readonly EventName[];
    /** With `on`: only in tenants where this collection of the plugin's `store` holds something. Others cost nothing. */
    readonly onlyWith?: string;
    /**
     * Where it waits when it is enqueued or comes round: `ai` beside the runs, which is the default, or `notify` beside small
     * work that nobody waits for, so that much of it takes no place from runs. With `on` it always waits there.
     */
    readonly queue?: 'ai' | 'notify';
    /** How often it is tried, five times by default. An error whose `retryable` is false ends it at once. */
    readonly attempts?: number;
    /** Milliseconds that one attempt may take, 600,000 by default. */
    readonly timeoutMs?: number;
    /** May run more than once for one request: look at `checkpoint` before what must not be done twice. */
    run(payload: z.output<Payload>, services: Granted<Needs>, progress: JobProgress): Promise<void>;
}
/** Any job, as the host handles it. */
export type AnyJob = JobDefinition;
/** Declares background work that the service `jobs` enqueues and `schedules` lets come round. */
export declare function defineJob<Payload extends z.ZodType, const Needs extends ServiceName>(definition: JobDefinition<Payload, Needs>): JobDefinition<Payload, Needs>;

// ---- plugins/sdk/define-plugin.d.ts

import type { AnyCapability, ScreenDefinition, StepDefinition } from './define-capability.js';
import type { AnyEvaluator } from './define-evaluator.js';
import type { AnyJob } from './define-job.js';
import type { AnyRule } from './define-rule.js';
import type { AnyService } from './define-service.js';
import type { SubgraphDefinition } from './define-subgraph.js';
import type { AnyWork } from './define-work.js';
import type { ManifestInput } from './manifest.js';
/** What a plugin brings. Each must stand in `contributes` of its manifest, and the reverse. */
export interface Contributions {
    readonly capabilities?: readonly AnyCapability[];
    readonly steps?: readonly StepDefinition[];
    readonly screens?: readonly ScreenDefinition[];
    readonly jobs?: readonly AnyJob[];
    readonly works?: readonly AnyWork[];
    readonly evaluators?: readonly AnyEvaluator[];
    readonly rules?: readonly AnyRule[];
    /** Services for other plugins. */
    readonly provides?: readonly AnyService[];
    readonly subgraph?: SubgraphDefinition;
}
/** A plugin, as the host gets it. */
export interface PluginDefinition extends Contributions {
    readonly manifest: ManifestInput;
}
/** The default export of a plugin's `index.ts`. The contributions must equal the manifest's. Errors: none; the host checks. */
export declare function definePlugin(manifest: ManifestInput, contributions: Contributions): PluginDefinition;

// ---- plugins/sdk/define-rule.d.ts

import { z } from 'zod';
/** What a rule says of the facts; `reason` is shown to people when it does not hold. */
export declare const judgement: z.ZodDiscriminatedUnion<[z.ZodObject<{
    holds: z.ZodLiteral<true>;
}, z.core.$strip>, z.ZodObject<{
    holds: z.ZodLiteral<false>;
    reason: z.ZodString;
}, z.core.$strip>], "holds">;
/** What a rule says; see `judgement`. */
export type Judgement = z.infer<typeof judgement>;
/** A kind of rule, as its author writes it. */
export interface RuleDefinition<Parameters extends z.ZodType = z.ZodType> {
    /** `<plugin>.<kind>`, as the manifest and rule sets name it. */
    readonly kind: string;
    readonly description: string;
    /** What a rule of this kind can be told. */
    readonly params: Parameters;
    /**
     * Pure: the same facts and parameters always give the same judgement, or decisions could not be replayed. Facts are
     * plain data; one that is not known is not there.
     */
    judge(facts: Readonly<Record<string, unknown>>, params: z.output<Parameters>): Judgement;
}
/** Any kind of rule, as the host handles it. */
export type AnyRule = RuleDefinition;
/** Declares a kind of rule: what rule sets can judge outputs by, besides conditions. */
export declare function defineRule<Parameters extends z.ZodType>(definition: RuleDefinition<Parameters>): RuleDefinition<Parameters>;

// ---- plugins/sdk/define-service.d.ts

import type { z } from 'zod';
import type { Granted, ServiceName } from './services/index.js';
/** The contract of one method: one argument and one answer, both plain data. */
export interface ServiceMethod {
    readonly input: z.ZodType;
    readonly output: z.ZodType;
}
/** The methods of a service, by their names. */
export type ServiceMethods = Readonly<Record<string, ServiceMethod>>;
/** A service, as its author writes it. */
export interface ServiceDefinition<Methods extends ServiceMethods = ServiceMethods, Needs extends ServiceName = ServiceName> {
    /** `<plugin>.<service>`: the key that others name in `needs`. */
    readonly id: string;
    readonly description: string;
    /** The services that its methods get: bound to the rights of whoever calls, and the permissions of this plugin. */
    readonly needs: readonly Needs[];
    readonly methods: Methods;
    /** The methods' code. */
    readonly serve: {
        [Name in keyof Methods]: (input: z.output<Methods[Name]['input']>, services: Granted<Needs>, call: {
            readonly signal: AbortSignal;
        }) => Promise<z.input<Methods[Name]['output']>>;
    };
}
/** Any service, as the host handles it. */
export interface AnyService extends Omit<ServiceDefinition, 'serve'> {
    readonly serve: Readonly<Record<string, (input: never, services: never, call: {
        readonly signal: AbortSignal;
    }) => Promise<unknown>>>;
}
/**
 * What a caller of a service gets: its methods, by their input.
 * Errors: `BAD_USER_INPUT`, `PLUGIN_UNAVAILABLE` (its plugin is not enabled), and those of the method.
 */
export type ServiceOf<Definition extends {
    readonly methods: ServiceMethods;
}> = {
    [Name in keyof Definition['methods']]: (input: z.input<Definition['methods'][Name]['input']>) => Promise<z.output<Definition['methods'][Name]['output']>>;
};
/** Declares a service that other plugins can need; see `ProvidedServices` for how they learn its type. */
export declare function defineService<Methods extends ServiceMethods, const Needs extends ServiceName>(definition: ServiceDefinition<Methods, Needs>): ServiceDefinition<Methods, Needs>;

// ---- plugins/sdk/define-subgraph.d.ts

import type { AnyCapability } from './define-capability.js';
import type { ResolverContext } from './services/index.js';
/** A resolver without types of its own; generated types say more (`Resolver`). */
export type FieldResolver = (parent: Record<string, unknown>, args: Record<string, unknown>, context: ResolverContext) => unknown;
/** The resolver of a subscription's field: the events, each the value of the field. */
export interface SubscriptionResolver {
    subscribe(parent: unknown, args: Record<string, unknown>, context: ResolverContext): AsyncIterable<unknown>;
}
/** A field's resolver, as generated types have it: a parameter may be declared more closely than the SDL says. */
export type Resolver<Parent, Arguments, Answer, Context> = {
    resolve(parent: Parent, args: Arguments, context: Context): Answer | Promise<Answer>;
}['resolve'];
/** The resolver of a subscription's field, as generated types have it. */
export type StreamResolver<Arguments, Answer, Context> = SubscriptionResolver | {
    subscribe(parent: unknown, args: Arguments, context: Context): AsyncIterable<Answer>;
};
/** Per type, per field; `__resolveReference` and `__resolveType` as in Apollo Federation. */
export type ResolverMap = Record<string, Record<string, FieldResolver | SubscriptionResolver>>;
/** A plugin's own subgraph. Shared types (`RunEvent`, `Result`, `PageInfo` …) need no definition: the SDK adds them. */
export interface SubgraphDefinition {
    readonly typeDefs: string;
    readonly resolvers: ResolverMap;
}
/**
 * Declares the plugin's part of the graph. `npm run generate` writes the type `Resolvers` of a plugin into its
 * `schema.types.ts`: with `defineSubgraph<Resolvers>(…)` a wrong argument, a wrong answer, a missing resolver or a service
 * that the manifest does not permit is an error of the compiler.
 */
export declare function defineSubgraph<Resolvers extends object = ResolverMap>(definition: {
    readonly typeDefs: string;
    readonly resolvers: Resolvers;
}): SubgraphDefinition;
/** Marks SDL for editors; joins the template as it is. */
export declare function gql(strings: TemplateStringsArray, ...values: readonly string[]): string;
/**
 * A subscription that joins the newest run of the capability for its arguments and streams its events. The field's
 * arguments are the capability's input, but for `after` (a cursor to go on from), `anew` and `options` (a
 * `RunOptionsInput`). A person waits for it, unless the options say otherwise.
 */
export declare function streamOf(capability: AnyCapability): SubscriptionResolver;
/** The resolver of a mutation that answers: whatever the generated types say of its union. */
export type AnswerResolver = (...asked: Parameters<FieldResolver>) => Promise<{
    readonly __typename: string;
}>;
/**
 * A mutation that runs the capability and waits for its answer; `input` is the capability's, but for `anew` (ask again
 * although a result is stored) and `options` (a `RunOptionsInput`). Its union holds `type`, which shows the fields of the output and `result`, beside
 * `NeedsReview | Refused | BudgetExceeded | InsufficientEvidence | InvalidInput | NotFound | Forbidden | Conflict`.
 * Needs the permission `runs`.
 */
export declare function answerOf(capability: AnyCapability, type: string): AnswerResolver;

// ---- plugins/sdk/define-work.d.ts

import { z } from 'zod';
import type { Granted, ServiceName } from './services/index.js';
/** What a work would take, before it is started. */
export declare const workEstimateSchema: z.ZodObject<{
    items: z.ZodInt;
    costUsd: z.ZodNullable<z.ZodString>;
}, z.core.$strip>;
/** What a work would take, before it is started. */
export type WorkEstimate = z.output<typeof workEstimateSchema>;
/** One page of a work's items: their keys, each of them once in the whole work, at most 200 characters long. */
export declare const workPageSchema: z.ZodObject<{
    keys: z.ZodArray<z.ZodString>;
    end: z.ZodBoolean;
}, z.core.$strip>;
/** One page of a work's items. */
export type WorkPage = z.output<typeof workPageSchema>;
/** What an item's end may tell: what it cost, in US dollars as a decimal string. */
export declare const workItemEndSchema: z.ZodUnion<readonly [z.ZodUndefined, z.ZodNull, z.ZodObject<{
    costUsd: z.ZodNullable<z.ZodString>;
}, z.core.$strip>]>;
/** What the last argument of an item's code tells. */
export interface WorkProgress {
    /** UUID of the work: with the item's key it names an effect that must not happen twice. */
    readonly workId: string;
    /** From 1: an item whose error is retryable is tried three times. */
    readonly attempt: number;
    /** Ends when the work is cancelled, when the item has had its time, or when the system stops. */
    readonly signal: AbortSignal;
}
interface AnyWorkDefinition<Payload extends z.ZodType, Needs extends ServiceName> {
    /** `<plugin>.<work>`, as the manifest names it. */
    readonly id: string;
    readonly description: string;
    /** The services that its code gets, bound to the rights of who started it. Not `models`: run a capability. */
    readonly needs: readonly Needs[];
    readonly payload: Payload;
    /** What who starts it must be allowed, `runs:start` if not given. */
    readonly permission?: string;
    /** What it would take. Nothing is started. Errors: those that tell why it cannot be started. */
    estimate(payload: z.output<Payload>, services: Granted<Needs>): Promise<WorkEstimate>;
}
/** Long work over many items, as its author writes it. The host pages, runs, remembers, cancels and resumes it. */
export interface WorkDefinition<Payload extends z.ZodType = z.ZodType, Needs extends ServiceName = ServiceName> extends AnyWorkDefinition<Payload, Needs> {
    /** Items that run at once, 4 by default and at most 16. */
    readonly concurrency?: number;
    /** Milliseconds that one item may take, 60,000 by default and at most 600,000. */
    readonly timeoutMs?: number;
    /**
     * The next items: those after the last key of the page before, null for the first page. It is asked again for the
     * same page after a crash, so the order of the keys must stay: page by an id that only grows.
     */
    items(payload: z.output<Payload>, services: Granted<Needs>, after: string | null): Promise<WorkPage>;
    /**
     * Does one item. It may be told twice of the same item after a crash: give its effect a key of work and item. An
     * error fails this item alone, but for those that would fail all of them, such as `BUDGET_EXCEEDED`.
     */
    run(key: string, payload: z.output<Payload>, services: Granted<Needs>, progress: WorkProgress): Promise<z.input<typeof workItemEndSchema> | void>;
}
/** Long work that the plugin conducts by jobs of its own, and of which it reports by the service `works`. */
export interface ConductedWorkDefinition<Payload extends z.ZodType = z.ZodType, Needs extends ServiceName = ServiceName> extends AnyWorkDefinition<Payload, Needs> {
    /** Begins it and reports it as started; returns the id that it reports by. */
    start(payload: z.output<Payload>, services: Granted<Needs>, call: {
        readonly actor: string;
        readonly signal: AbortSignal;
    }): Promise<{
        workId: string;
    }>;
    /** Ends it, and reports that. Errors: `NOT_FOUND`, `CONFLICT` (it is over). */
    cancel(workId: string, services: Granted<Needs>): Promise<void>;
}
/** Any work, as the host handles it. */
export type AnyWork = WorkDefinition | ConductedWorkDefinition;
/**
 * Declares long work over many items: with an estimate before the start, progress that people see, cancelling, resuming
 * and a limit a tenant. It goes on after a crash with the items that had not ended.
 */
export declare function defineWork<Payload extends z.ZodType, const Needs extends ServiceName>(definition: WorkDefinition<Payload, Needs>): WorkDefinition<Payload, Needs>;
/** Declares long work that the plugin conducts itself: it is shown, started and cancelled beside all other work. */
export declare function defineConductedWork<Payload extends z.ZodType, const Needs extends ServiceName>(definition: ConductedWorkDefinition<Payload, Needs>): ConductedWorkDefinition<Payload, Needs>;
export {};

// ---- plugins/sdk/define.d.ts

/** Freezes what an author defines, and marks it: services take a definition in place of its id. */
export declare function define<Definition extends object>(definition: Definition): Definition;
/**
 * The value with `{ id }` in place of every definition: what is left can be sent to another thread. Other values are
 * the same, and only plain objects and arrays are looked into.
 */
export declare function withoutDefinitions(value: unknown): unknown;

// ---- plugins/sdk/document-text.d.ts

/**
 * What a parser makes of a document and what capabilities read. Every offset counts Unicode code points of the
 * page's stored, normalised text (never UTF-16 units), end exclusive. Boxes are `[left, top, right, bottom]` in
 * points from the upper left corner of the page.
 */
export type Box = readonly [left: number, top: number, right: number, bottom: number];
/** A run of text without a wide gap: a word group or a table cell. */
export interface TextSpan {
    start: number;
    end: number;
    box: Box;
}
/** One visual line of a page with its cells. Lines are separated by `\n` in the text, cells by `\t`. */
export interface TextLine {
    start: number;
    end: number;
    box: Box;
    cells: TextSpan[];
}
/** One page; formats without pages have one. `lines` is empty where the format has no layout. */
export interface PageText {
    number: number;
    text: string;
    lines: TextLine[];
}
/** Text that a person would not see or that carries instructions; found by the parser, judged by screening. */
export interface HiddenText {
    /** How it was hidden: `html-comment`, `display-none`, `white-on-white`, `metadata`, `comment`, `zero-width`, `bidi`, `tag-characters`, `tiny`. */
    carrier: string;
    text: string;
    page: number | null;
}
/** The result of parsing one version of a document: plain data. */
export interface ParsedDocument {
    /** The type found in the bytes, not the one that was claimed. */
    mediaType: string;
    title: string | null;
    pages: PageText[];
    hidden: HiddenText[];
    /** Facts of the format, e.g. author or sheet names; strings only. */
    metadata: Record<string, string>;
}

// ---- plugins/sdk/error-catalogue.d.ts

import { type CatalogueEntry } from './catalogue-entry.js';
/** Every coded error of Tributary. `schema/errors.json` is generated from it. */
export declare const catalogue: {
    readonly INTERNAL: CatalogueEntry;
    readonly BAD_USER_INPUT: CatalogueEntry;
    readonly UNAUTHENTICATED: CatalogueEntry;
    readonly FORBIDDEN: CatalogueEntry;
    readonly NOT_FOUND: CatalogueEntry;
    readonly CONFLICT: CatalogueEntry;
    readonly TIMEOUT: CatalogueEntry;
    readonly RATE_LIMITED: CatalogueEntry;
    readonly SHUTTING_DOWN: CatalogueEntry;
    readonly UNAVAILABLE: CatalogueEntry;
    readonly CSRF_BLOCKED: CatalogueEntry;
    readonly METHOD_NOT_ALLOWED: CatalogueEntry;
    readonly UNSUPPORTED_CONTENT_TYPE: CatalogueEntry;
    readonly PAYLOAD_TOO_LARGE: CatalogueEntry;
    readonly BATCHING_DISABLED: CatalogueEntry;
    readonly GRAPHQL_PARSE_FAILED: CatalogueEntry;
    readonly GRAPHQL_VALIDATION_FAILED: CatalogueEntry;
    readonly MAX_TOKENS: CatalogueEntry;
    readonly MAX_DEPTH: CatalogueEntry;
    readonly MAX_ALIASES: CatalogueEntry;
    readonly MAX_ROOT_FIELDS: CatalogueEntry;
    readonly MAX_DIRECTIVES: CatalogueEntry;
    readonly MAX_RECURSIVE_SELECTIONS: CatalogueEntry;
    readonly COST_TOO_HIGH: CatalogueEntry;
    readonly INTROSPECTION_DISABLED: CatalogueEntry;
    readonly PERSISTED_QUERY_REQUIRED: CatalogueEntry;
    readonly PERSISTED_QUERY_NOT_FOUND: CatalogueEntry;
    readonly TOO_MANY_SUBSCRIPTIONS: CatalogueEntry;
    readonly SLOW_CONSUMER: CatalogueEntry;
    readonly GOING_AWAY: CatalogueEntry;
    readonly ORIGIN_NOT_ALLOWED: CatalogueEntry;
    readonly UPLOAD_NOT_FOUND: CatalogueEntry;
    readonly UPLOAD_INCOMPLETE: CatalogueEntry;
    readonly UPLOAD_TOO_LARGE: CatalogueEntry;
    readonly DOCUMENT_ENCRYPTED: CatalogueEntry;
    readonly DOCUMENT_EMPTY: CatalogueEntry;
    readonly DOCUMENT_BROKEN: CatalogueEntry;
    readonly NEEDS_OCR: CatalogueEntry;
    readonly UNSUPPORTED_MEDIA_TYPE: CatalogueEntry;
    readonly PARSE_LIMIT: CatalogueEntry;
    readonly DOCUMENT_QUARANTINED: CatalogueEntry;
    readonly DOCUMENT_REJECTED: CatalogueEntry;
    readonly REVIEW_EXCLUDED: CatalogueEntry;
    readonly REVIEW_CHANGED: CatalogueEntry;
    readonly LOW_CONFIDENCE: CatalogueEntry;
    readonly CAPABILITY_NOT_FOUND: CatalogueEntry;
    readonly ENGINE_UNAVAILABLE: CatalogueEntry;
    readonly RUN_FAILED: CatalogueEntry;
    readonly CURSOR_GONE: CatalogueEntry;
    readonly CURSOR_INVALID: CatalogueEntry;
    readonly OUTPUT_SCHEMA: CatalogueEntry;
    readonly OUTPUT_TRUNCATED: CatalogueEntry;
    readonly CONTEXT_TOO_LARGE: CatalogueEntry;
    readonly CASSETTE_MISSING: CatalogueEntry;
    readonly TOOL_FAILED: CatalogueEntry;
    readonly OUTPUT_BLOCKED: CatalogueEntry;
    readonly RECALL_TOO_LOW: CatalogueEntry;
    readonly MODEL_FAILED: CatalogueEntry;
    readonly MODEL_PACKAGE_MISSING: CatalogueEntry;
    readonly CONTEXT_TOO_LONG: CatalogueEntry;
    readonly CONTENT_REFUSED: CatalogueEntry;
    readonly STREAM_INTERRUPTED: CatalogueEntry;
    readonly BUDGET_EXCEEDED: CatalogueEntry;
    readonly PROMPT_NOT_FOUND: CatalogueEntry;
    readonly PROMPT_INVALID: CatalogueEntry;
    readonly PLUGIN_INVALID: CatalogueEntry;
    readonly PLUGIN_PERMISSION_DENIED: CatalogueEntry;
    readonly PLUGIN_DISABLED: CatalogueEntry;
    readonly PLUGIN_UNAVAILABLE: CatalogueEntry;
    readonly PLUGIN_TIMEOUT: CatalogueEntry;
    readonly PLUGIN_MEMORY: CatalogueEntry;
    readonly PLUGIN_FAULT: CatalogueEntry;
    readonly PLUGIN_PART_INVALID: CatalogueEntry;
    readonly STORE_INVALID: CatalogueEntry;
    readonly SETTINGS_MISSING: CatalogueEntry;
    readonly BLOB_TOO_LARGE: CatalogueEntry;
    readonly JOB_NOT_FOUND: CatalogueEntry;
    readonly PLUGIN_NOT_FOUND: CatalogueEntry;
    readonly PLUGIN_TAKEOVER: CatalogueEntry;
    readonly PLUGIN_NOT_ACKNOWLEDGED: CatalogueEntry;
    readonly BREAKING_CHANGE: CatalogueEntry;
    readonly MISSING_DEPENDENCY: CatalogueEntry;
    readonly COMPOSITION_FAILED: CatalogueEntry;
    readonly OPERATION_NOT_FOUND: CatalogueEntry;
    readonly CONFIG_INVALID: CatalogueEntry;
    readonly DATABASE_UNAVAILABLE: CatalogueEntry;
    readonly MIGRATION_DRIFT: CatalogueEntry;
    readonly MIGRATION_FAILED: CatalogueEntry;
    readonly SSRF_BLOCKED: CatalogueEntry;
    readonly HTTP_FAILED: CatalogueEntry;
    readonly WEBHOOK_INVALID: CatalogueEntry;
    readonly MAIL_NOT_CONFIGURED: CatalogueEntry;
    readonly JOB_TIMEOUT: CatalogueEntry;
    readonly JOB_LEASE_LOST: CatalogueEntry;
    readonly JOB_LOST: CatalogueEntry;
    readonly JOB_UNKNOWN: CatalogueEntry;
    readonly KEY_GONE: CatalogueEntry;
    readonly INDEX_UNAVAILABLE: CatalogueEntry;
    readonly DATASET_FILE_INVALID: CatalogueEntry;
    readonly EVALUATOR_SKIPPED: CatalogueEntry;
    readonly WORKFLOW_INVALID: CatalogueEntry;
    readonly WORKFLOW_STEP_FAILED: CatalogueEntry;
    readonly SCHEMA_INVALID: CatalogueEntry;
    readonly NAME_TAKEN: CatalogueEntry;
    readonly SCAFFOLD_FAILED: CatalogueEntry;
    readonly SCAFFOLD_REFUSED: CatalogueEntry;
    readonly MODELS_NOT_CONFIGURED: CatalogueEntry;
    readonly RULE_INVALID: CatalogueEntry;
};
/** A code of the catalogue. */
export type ErrorCode = keyof typeof catalogue;

// ---- plugins/sdk/errors.d.ts

import { type ErrorCode } from './error-catalogue.js';
/** What fills the message of an error; plain values, no personal text. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean | null | undefined>>;
/** How an error crosses a thread, a process or the graph: plain data. */
export interface ErrorShape {
    code: string;
    message: string;
    hint: string;
    retryable: boolean;
    details: ErrorDetails;
}
/**
 * The one error that our code throws on purpose. The code is looked up in the catalogue, whose message and hint
 * are filled from `details` (`{name}` stands for `details.name`). Anything else that is thrown is masked.
 */
export declare class AppError extends Error {
    readonly code: ErrorCode;
    readonly details: ErrorDetails;
    readonly hint: string;
    readonly retryable: boolean;
    /** The HTTP status that a request which fails with this error is answered with. */
    readonly status: number;
    constructor(code: ErrorCode, details?: ErrorDetails, options?: {
        cause?: unknown;
        retryable?: boolean;
    });
    toShape(): ErrorShape;
    /** Rebuilds an error that crossed a thread or a process; an unknown code becomes `INTERNAL`. */
    static fromShape(shape: ErrorShape): AppError;
}
/** Whether the catalogue has this code. */
export declare function isErrorCode(code: string): code is ErrorCode;
/** The shape of any thrown value; what is not an `AppError` is masked as `INTERNAL`. */
export declare function errorShape(thrown: unknown): ErrorShape;

// ---- plugins/sdk/events/index.d.ts

import { z } from 'zod';
/** The domain events: a fact in the past tense and the shape of its payload. Ids and plain facts, never personal text. */
export declare const eventSchemas: {
    readonly 'document.uploaded': z.ZodObject<{
        documentId: z.ZodUUID;
        versionId: z.ZodUUID;
    }, z.core.$strip>;
    readonly 'document.changed': z.ZodObject<{
        documentId: z.ZodUUID;
        status: z.ZodString;
    }, z.core.$strip>;
    readonly 'document.classified': z.ZodObject<{
        documentId: z.ZodUUID;
        versionId: z.ZodUUID;
        kind: z.ZodString;
        confidence: z.ZodNumber;
    }, z.core.$strip>;
    readonly 'document.extracted': z.ZodObject<{
        documentId: z.ZodUUID;
        versionId: z.ZodUUID;
        kind: z.ZodNullable<z.ZodString>;
        fields: z.ZodInt;
        meanConfidence: z.ZodNullable<z.ZodNumber>;
    }, z.core.$strip>;
    readonly 'document.indexed': z.ZodObject<{
        documentId: z.ZodUUID;
        versionId: z.ZodUUID;
        chunks: z.ZodInt;
    }, z.core.$strip>;
    readonly 'document.processed': z.ZodObject<{
        documentId: z.ZodUUID;
        versionId: z.ZodUUID;
        status: z.ZodEnum<{
            FAILED: "FAILED";
            NEEDS_REVIEW: "NEEDS_REVIEW";
            QUARANTINED: "QUARANTINED";
            READY: "READY";
        }>;
        code: z.ZodNullable<z.ZodString>;
        kind: z.ZodNullable<z.ZodString>;
        durationMs: z.ZodNumber;
    }, z.core.$strip>;
    readonly 'document.corrected': z.ZodObject<{
        documentId: z.ZodUUID;
        field: z.ZodString;
        by: z.ZodString;
    }, z.core.$strip>;
    readonly 'document.access.changed': z.ZodObject<{
        documentId: z.ZodUUID;
    }, z.core.$strip>;
    readonly 'document.deleted': z.ZodObject<{
        documentId: z.ZodUUID;
    }, z.core.$strip>;
    /** A document is one that a saved search asks for: once for each version of it. */
    readonly 'search.matched': z.ZodObject<{
        documentId: z.ZodUUID;
        versionId: z.ZodUUID;
        savedSearchId: z.ZodUUID;
    }, z.core.$strip>;
    /** A change of the embedding model moved on. */
    readonly 'embeddings.changed': z.ZodObject<{
        changeId: z.ZodUUID;
        state: z.ZodString;
    }, z.core.$strip>;
    /** An insight that was not known before. */
    readonly 'insights.found': z.ZodObject<{
        insightId: z.ZodUUID;
        kind: z.ZodString;
        metric: z.ZodString;
    }, z.core.$strip>;
    readonly 'recommendation.made': z.ZodObject<{
        recommendationId: z.ZodUUID;
        documentId: z.ZodUUID;
        kind: z.ZodString;
        state: z.ZodString;
    }, z.core.$strip>;
    readonly 'recommendation.decided': z.ZodObject<{
        recommendationId: z.ZodUUID;
        documentId: z.ZodUUID;
        kind: z.ZodString;
        decision: z.ZodEnum<{
            ACCEPTED: "ACCEPTED";
            REJECTED: "REJECTED";
        }>;
        by: z.ZodString;
    }, z.core.$strip>;
    readonly 'recommendation.feedback': z.ZodObject<{
        recommendationId: z.ZodUUID;
        documentId: z.ZodOptional<z.ZodUUID>;
        value: z.ZodEnum<{
            DOWN: "DOWN";
            UP: "UP";
        }>;
        by: z.ZodString;
    }, z.core.$strip>;
    readonly 'review.requested': z.ZodObject<{
        reviewId: z.ZodUUID;
        documentId: z.ZodNullable<z.ZodUUID>;
        reason: z.ZodString;
    }, z.core.$strip>;
    readonly 'review.resolved': z.ZodObject<{
        reviewId: z.ZodUUID;
        documentId: z.ZodNullable<z.ZodUUID>;
        subject: z.ZodObject<{
            type: z.ZodString;
            id: z.ZodString;
        }, z.core.$strip>;
        fingerprint: z.ZodString;
        outcome: z.ZodString;
        by: z.ZodString;
        voices: z.ZodOptional<z.ZodArray<z.ZodObject<{
            by: z.ZodString;
            outcome: z.ZodString;
        }, z.core.$strip>>>;
    }, z.core.$strip>;
    /** One of two people has approved. */
    readonly 'review.approval.given': z.ZodObject<{
        reviewId: z.ZodUUID;
        documentId: z.ZodNullable<z.ZodUUID>;
        given: z.ZodInt;
        needed: z.ZodInt;
        by: z.ZodString;
    }, z.core.$strip>;
    readonly 'review.assigned': z.ZodObject<{
        reviewId: z.ZodUUID;
        documentId: z.ZodNullable<z.ZodUUID>;
        assignee: z.ZodNullable<z.ZodString>;
        by: z.ZodString;
    }, z.core.$strip>;
    /** Nobody decided in time: another is asked. */
    readonly 'review.escalated': z.ZodObject<{
        reviewId: z.ZodUUID;
        documentId: z.ZodNullable<z.ZodUUID>;
        to: z.ZodString;
    }, z.core.$strip>;
    /** A version of a rule set was saved, or its state changed. */
    readonly 'rules.changed': z.ZodObject<{
        ruleSetId: z.ZodString;
        version: z.ZodInt;
        state: z.ZodEnum<{
            ACTIVE: "ACTIVE";
            DRAFT: "DRAFT";
            RETIRED: "RETIRED";
            SHADOW: "SHADOW";
        }>;
        by: z.ZodString;
    }, z.core.$strip>;
    readonly 'run.finished': z.ZodObject<{
        runId: z.ZodUUID;
        capability: z.ZodString;
        plugin: z.ZodString;
        engine: z.ZodString;
        model: z.ZodNullable<z.ZodString>;
        outcome: z.ZodString;
        durationMs: z.ZodNumber;
        inputTokens: z.ZodInt;
        outputTokens: z.ZodInt;
        costUsd: z.ZodNullable<z.ZodString>;
    }, z.core.$strip>;
    /** Long work began, moved on or is over. */
    readonly 'work.changed': z.ZodObject<{
        workId: z.ZodUUID;
        work: z.ZodString;
        state: z.ZodString;
    }, z.core.$strip>;
    readonly 'budget.warned': z.ZodObject<{
        scope: z.ZodEnum<{
            ACTOR: "ACTOR";
            PLUGIN: "PLUGIN";
            TENANT: "TENANT";
        }>;
        subject: z.ZodNullable<z.ZodString>;
        period: z.ZodEnum<{
            DAY: "DAY";
            MONTH: "MONTH";
        }>;
        resetsAt: z.ZodISODateTime;
        softLimitUsd: z.ZodString;
        hardLimitUsd: z.ZodNullable<z.ZodString>;
        spentUsd: z.ZodString;
    }, z.core.$strip>;
    /** A notification was accepted and goes out. */
    readonly 'notifications.sent': z.ZodObject<{
        notificationId: z.ZodUUID;
        topic: z.ZodString;
        documentId: z.ZodNullable<z.ZodUUID>;
    }, z.core.$strip>;
    /** It stands in the inboxes of those whose actors lie between these two, both inclusive. */
    readonly 'notifications.received': z.ZodObject<{
        notificationId: z.ZodUUID;
        first: z.ZodString;
        last: z.ZodString;
    }, z.core.$strip>;
    /** It has reached all, or was stopped. */
    readonly 'notifications.ended': z.ZodObject<{
        notificationId: z.ZodUUID;
    }, z.core.$strip>;
    /** A webhook was switched off, for its receiver failed too often. */
    readonly 'notifications.failed': z.ZodObject<{
        webhookId: z.ZodUUID;
        failures: z.ZodInt;
    }, z.core.$strip>;
    /** Another system has called a hook; `owner` is the plugin whose hook it is. */
    readonly 'hook.received': z.ZodObject<{
        hookId: z.ZodUUID;
        deliveryId: z.ZodUUID;
        owner: z.ZodString;
    }, z.core.$strip>;
    /** A run of a workflow is over. */
    readonly 'automation.finished': z.ZodObject<{
        workflowRunId: z.ZodUUID;
        workflowId: z.ZodString;
        version: z.ZodInt;
        state: z.ZodEnum<{
            CANCELLED: "CANCELLED";
            FAILED: "FAILED";
            FINISHED: "FINISHED";
        }>;
    }, z.core.$strip>;
    /** A turn that works for a goal waits for a person to approve what it would change. */
    readonly 'assistant.waiting': z.ZodObject<{
        conversationId: z.ZodUUID;
        turnId: z.ZodUUID;
        approvals: z.ZodInt;
    }, z.core.$strip>;
    /** A turn that works for a goal is over. */
    readonly 'assistant.finished': z.ZodObject<{
        conversationId: z.ZodUUID;
        turnId: z.ZodUUID;
        outcome: z.ZodEnum<{
            ANSWERED: "ANSWERED";
            FAILED: "FAILED";
            REFUSED: "REFUSED";
            STOPPED: "STOPPED";
        }>;
    }, z.core.$strip>;
    /** A person was removed from the tenant; `actors` are the person and that person's keys. */
    readonly 'member.removed': z.ZodObject<{
        memberId: z.ZodUUID;
        actors: z.ZodArray<z.ZodString>;
    }, z.core.$strip>;
    readonly 'tenant.deleted': z.ZodObject<{}, z.core.$strip>;
};
/** The name of a domain event. */
export type EventName = keyof typeof eventSchemas;
/** The payload of a domain event, by its name. */
export type EventPayload<Name extends EventName> = z.infer<(typeof eventSchemas)[Name]>;
/** A domain event as handlers get it. `id` is the same on every delivery. */
export interface DomainEvent<Name extends EventName = EventName> {
    id: string;
    name: Name;
    payload: EventPayload<Name>;
    /** ISO 8601 in UTC. */
    at: string;
}
/** One of several events, told apart by its name. */
export type EventOf<Name extends EventName> = {
    [Each in Name]: DomainEvent<Each>;
}[Name];

// ---- plugins/sdk/failures.d.ts

import type { ErrorCode } from './error-catalogue.js';
import { AppError } from './errors.js';
/** The types of the graph that an expected failure is. */
export type FailureType = 'InvalidInput' | 'NotFound' | 'Forbidden' | 'Conflict';
/** An expected failure as a member of a mutation's union. */
export interface FailureOutcome {
    readonly __typename: FailureType;
    readonly code: ErrorCode;
    readonly message: string;
    readonly hint: string;
}
/** What an error is among the outcomes of a mutation; null for what is thrown on. */
export declare function failureTypeOf(error: AppError): FailureType | null;
/**
 * Runs the work of a mutation: an expected `AppError` becomes a member of `union XResult = XPayload | InvalidInput |
 * NotFound | Forbidden | Conflict`, all else is thrown on. What the work gives names its own `__typename`.
 */
export declare function outcomeOf<Payload extends {
    readonly __typename: string;
}>(work: () => Promise<Payload>): Promise<Payload | FailureOutcome>;

// ---- plugins/sdk/index.d.ts

/** `tributary/sdk`: what a plugin author imports. It stands on zod and graphql alone. */
export { z } from 'zod';
export * from './analytics-program.js';
export * from './connection.js';
export * from './context.js';
export * from './context-part.js';
export { withoutDefinitions } from './define.js';
export * from './define-capability.js';
export * from './define-collection.js';
export * from './define-evaluator.js';
export * from './define-job.js';
export * from './define-plugin.js';
export * from './define-rule.js';
export * from './define-service.js';
export * from './define-subgraph.js';
export * from './define-work.js';
export * from './document-text.js';
export { catalogue, type ErrorCode } from './error-catalogue.js';
export * from './errors.js';
export * from './events/index.js';
export * from './failures.js';
export * from './manifest.js';
export * from './newest-first.js';
export * from './parse-input.js';
export * from './run-options.js';
export * from './run-parts.js';
export type * from './services/index.js';
export { federationLink, sharedTypeDefs } from './shared-types.js';
export * from './steps.js';
export * from './walk.js';
export * from './webhook-signature.js';
export { withSharedTypes } from './with-shared-types.js';

// ---- plugins/sdk/manifest.d.ts

import { z } from 'zod';
/**
 * `plugin.json`: data, checked before any code of the plugin runs. `schema/plugin.schema.json` is made from it; name
 * that file in `$schema` and an editor completes and checks the manifest.
 */
export declare const manifestSchema: z.ZodObject<{
    $schema: z.ZodOptional<z.ZodString>;
    id: z.ZodString;
    version: z.ZodString;
    sdk: z.ZodString;
    title: z.ZodString;
    description: z.ZodString;
    permissions: z.ZodArray<z.ZodString>;
    contributes: z.ZodObject<{
        capabilities: z.ZodDefault<z.ZodArray<z.ZodString>>;
        steps: z.ZodDefault<z.ZodArray<z.ZodObject<{
            step: z.ZodString;
            capability: z.ZodString;
        }, z.core.$strict>>>;
        screens: z.ZodDefault<z.ZodArray<z.ZodString>>;
        events: z.ZodDefault<z.ZodArray<z.ZodString>>;
        publishes: z.ZodDefault<z.ZodArray<z.ZodString>>;
        prompts: z.ZodDefault<z.ZodArray<z.ZodString>>;
        fields: z.ZodDefault<z.ZodArray<z.ZodString>>;
        jobs: z.ZodDefault<z.ZodArray<z.ZodString>>;
        works: z.ZodDefault<z.ZodArray<z.ZodString>>;
        evaluators: z.ZodDefault<z.ZodArray<z.ZodString>>;
        rules: z.ZodDefault<z.ZodArray<z.ZodString>>;
        services: z.ZodDefault<z.ZodArray<z.ZodString>>;
        tools: z.ZodDefault<z.ZodArray<z.ZodString>>;
        panel: z.ZodDefault<z.ZodNullable<z.ZodObject<{
            title: z.ZodString;
            entry: z.ZodString;
        }, z.core.$strict>>>;
    }, z.core.$strict>;
    settings: z.ZodDefault<z.ZodNullable<z.ZodRecord<z.ZodString, z.ZodUnknown>>>;
    budget: z.ZodDefault<z.ZodNullable<z.ZodObject<{
        monthlyUsd: z.ZodOptional<z.ZodNumber>;
        maxOutputTokens: z.ZodOptional<z.ZodInt>;
    }, z.core.$strict>>>;
    dependencies: z.ZodDefault<z.ZodRecord<z.ZodString, z.ZodString>>;
    remote: z.ZodDefault<z.ZodNullable<z.ZodObject<{
        url: z.ZodURL;
    }, z.core.$strict>>>;
}, z.core.$strict>;
/** A checked manifest: every key is there. */
export type Manifest = z.output<typeof manifestSchema>;
/** What may be written in `plugin.json`: keys with a default may be left out. */
export type ManifestInput = z.input<typeof manifestSchema>;

// ---- plugins/sdk/newest-first.d.ts

/**
 * A key by which the newest comes first, of an id that is a UUIDv7: such ids grow with time, and its digits are turned
 * round. Turned round twice it is the id again.
 */
export declare const newestFirst: (id: string) => string;
/** After this key of `newestFirst` follows what was made before a time. */
export declare function newestBefore(at: Date): string;

// ---- plugins/sdk/parse-input.d.ts

import { z } from 'zod';
/**
 * What a caller gave, checked and typed. `where` names the argument in the message.
 *
 * Errors: `BAD_USER_INPUT` naming the first part that is wrong.
 */
export declare function parseInput<Schema extends z.ZodType>(schema: Schema, value: unknown, where?: string): z.output<Schema>;
/** For a field that is null for what does not exist: `NOT_FOUND` becomes null, other errors stay. */
export declare function nullIfMissing<Found>(work: Promise<Found>): Promise<Found | null>;

// ---- plugins/sdk/run-options.d.ts

import { z } from 'zod';
import type { RunOptions } from './services/index.js';
declare const graphOptions: z.ZodObject<{
    priority: z.ZodOptional<z.ZodNullable<z.ZodEnum<{
        BATCH: "BATCH";
        INTERACTIVE: "INTERACTIVE";
        NORMAL: "NORMAL";
    }>>>;
    deadlineMs: z.ZodOptional<z.ZodNullable<z.ZodInt>>;
    seed: z.ZodOptional<z.ZodNullable<z.ZodInt>>;
    pin: z.ZodOptional<z.ZodNullable<z.ZodObject<{
        prompts: z.ZodOptional<z.ZodNullable<z.ZodArray<z.ZodObject<{
            prompt: z.ZodString;
            version: z.ZodString;
        }, z.core.$strip>>>>;
        model: z.ZodOptional<z.ZodNullable<z.ZodString>>;
        engine: z.ZodOptional<z.ZodNullable<z.ZodEnum<{
            BUILT_IN: "BUILT_IN";
            MODEL: "MODEL";
        }>>>;
    }, z.core.$strip>>>;
}, z.core.$strip>;
/** The shared input type of fields that capabilities answer; `runOptionsOf` reads it. */
export type RunOptionsInput = z.input<typeof graphOptions>;
/**
 * The options of a run as fields of the graph take them (`RunOptionsInput`), for the services `runs`.
 * Errors: `BAD_USER_INPUT`.
 */
export declare function runOptionsOf(given: unknown): RunOptions;
export {};

// ---- plugins/sdk/run-parts.d.ts

import { z } from 'zod';
/** What answered: a language model or a deterministic algorithm of the plugin. */
export declare const engines: readonly ['MODEL', 'BUILT_IN'];
/** One of `engines`. */
export type Engine = (typeof engines)[number];
/** Both ends of a citation: the place in the answer, and the place in a document version with its quote. */
export declare const citationSchema: z.ZodObject<{
    answerStart: z.ZodInt;
    answerEnd: z.ZodInt;
    documentId: z.ZodUUID;
    versionId: z.ZodUUID;
    page: z.ZodInt;
    start: z.ZodInt;
    end: z.ZodInt;
    quote: z.ZodString;
}, z.core.$strip>;
/** Both ends of a citation; see `citationSchema`. */
export type Citation = z.infer<typeof citationSchema>;
/** What a versioned rule said of an output; `reason` is null when it holds. */
export interface Verdict {
    rule: string;
    version: number;
    result: 'PASSED' | 'FIXED' | 'REVIEW' | 'REJECTED';
    reason: string | null;
}
/** An entity (usually a document version) that an output rests on. */
export interface EvidenceRef {
    documentId: string;
    versionId: string;
    page: number | null;
    start: number | null;
    end: number | null;
    quote: string | null;
    score: number | null;
}
/** How a stored result was found: for the same question, or for one that means the same. */
export type CacheHit = 'EXACT' | 'SEMANTIC';
/** What every result shows about how it came to be. */
export interface ResultInfo {
    runId: string;
    decisionId: string | null;
    capability: string;
    pluginVersion: string;
    engine: Engine;
    promptVersion: string | null;
    model: string | null;
    screening: 'ALLOWED' | 'MODIFIED' | 'BLOCKED' | 'UNSCREENED';
    grounded: boolean | null;
    evidence: EvidenceRef[];
    verdicts: Verdict[];
    /** Nano-dollars as a decimal string of dollars; null when the price is not known. */
    costUsd: string | null;
    /** What it was expected to cost at most before it began, in the same form; null when a price is not known. */
    estimatedCostUsd: string | null;
    inputTokens: number;
    outputTokens: number;
    /** Whether something was cut: the context did not fit, or the model stopped at its longest answer. */
    truncated: boolean;
    /** From which cache it comes; null when it was made for this run. */
    cached: CacheHit | null;
    /** The seed that models were given, and whether it was made with a pin or a seed. */
    seed?: number | null;
    pinned?: boolean | null;
    durationMs: number;
    createdAt: string;
}
/** The expected outcomes of a run; `output` fits the capability's output schema. */
export type AIResult = {
    type: 'Answer';
    text: string | null;
    output: unknown;
    result: ResultInfo;
} | {
    type: 'NeedsReview';
    reason: string;
    reviewId: string | null;
    output: unknown;
    result: ResultInfo;
} | {
    type: 'Refused';
    code: string;
    reason: string;
    result: ResultInfo;
} | {
    type: 'BudgetExceeded';
    reason: string;
    resetsAt: string;
    result: ResultInfo;
} | {
    type: 'InsufficientEvidence';
    reason: string;
    result: ResultInfo;
};
/** One part of a run's append-only log; noun then verb, discriminated by `type`. */
export type RunPart = {
    type: 'RunStarted';
    capability: string;
    engine: Engine;
}
/** `resumed`: here another model goes on where the first broke off; what was said before stays. */
 | {
    type: 'TextDelta';
    text: string;
    resumed?: true;
} | {
    type: 'ObjectDelta';
    path: string;
    value: unknown;
} | {
    type: 'ToolCall';
    callId: string;
    tool: string;
    arguments: unknown;
} | {
    type: 'ToolResult';
    callId: string;
    result: unknown;
    error: string | null;
} | ({
    type: 'Citation';
} & Citation) | {
    type: 'Usage';
    inputTokens: number;
    outputTokens: number;
    costUsd: string | null;
} | {
    type: 'RunRestarted';
    epoch: number;
    reason: string;
} | {
    type: 'RunFinished';
    result: AIResult;
} | {
    type: 'RunFailed';
    code: string;
    message: string;
    retryable: boolean;
} | {
    type: 'RunCancelled';
    by: string;
};
/** A part as readers get it. `cursor` is opaque: run, epoch, sequence. A citation names its document, if it may be read. */
export type RunEvent = {
    runId: string;
    cursor: string;
    document?: {
        id: string;
    } | null;
} & RunPart;
/** The parts after which a run has no further ones. */
export declare const terminalParts: ReadonlySet<RunPart['type']>;
/**
 * What an engine may yield: text (a string), or a part. What it returns is its output; without a return the joined
 * text is `output.text`. Instead of an output it may return an expected outcome.
 */
export type EnginePart = string | {
    type: 'ObjectDelta';
    path: string;
    value: unknown;
} | ({
    type: 'Citation';
} & Citation) | {
    type: 'Evidence';
    evidence: EvidenceRef[];
}
/** The model broke off; from here on the text is continued by another target, behind what was said. */
 | {
    type: 'TextResumed';
    target: string;
}
/** A tool is called. `callId` is one of the run's own; readers see the arguments as screening leaves them. */
 | {
    type: 'ToolCall';
    callId: string;
    tool: string;
    arguments: unknown;
}
/**
 * What the call came to. `denied` says in a word why it was not made, such as `tainted`; the audit log has it as
 * `tool.denied`.
 */
 | {
    type: 'ToolResult';
    callId: string;
    result: unknown;
    error: string | null;
    denied?: string;
};
/** An outcome that is no output and no error; an engine returns it. Made by `insufficientEvidence`, `refused`, `needsReview`. */
export declare class ExpectedOutcome {
    readonly type: 'NeedsReview' | 'Refused' | 'InsufficientEvidence';
    readonly reason: string;
    readonly output: unknown;
    readonly code: string;
    constructor(type: 'NeedsReview' | 'Refused' | 'InsufficientEvidence', reason: string, output?: unknown, code?: string);
}
/** The documents do not say; the reason is shown to people. */
export declare const insufficientEvidence: (reason: string) => ExpectedOutcome;
/** The capability does not answer this; the code is one of its own, in capitals. */
export declare const refused: (code: string, reason: string) => ExpectedOutcome;
/** The output stands, but a person has to look at it. */
export declare const needsReview: (reason: string, output: unknown) => ExpectedOutcome;

// ---- plugins/sdk/services/analytics.d.ts

import type { AnalyticsProgram, AnalyticsProgramInput } from '../analytics-program.js';
/** Which time: at or after `from` (30 days before the end if not given), before `to` (now if not given); ISO 8601. */
export interface AnalyticsPeriod {
    from?: string;
    to?: string;
}
/** What the runs of one group used in one interval. */
export interface UsageFigures {
    /** When the interval begins, ISO 8601 in UTC. */
    at: string;
    /** The capability, engine or model; null for the model of a built-in engine. */
    group: string | null;
    runs: number;
    /** Those that ended with an answer. */
    answered: number;
    inputTokens: number;
    outputTokens: number;
    /** A decimal string of US dollars; null when no price is known. */
    costUsd: string | null;
}
/** How many of a kind; null where the kind is not known. */
export interface CountOf {
    name: string | null;
    count: number;
}
/** What became of the documents that were uploaded in a period. */
export interface DocumentFigures {
    uploaded: number;
    byStatus: CountOf[];
    byKind: CountOf[];
    /** From 0 to 1; null without extracted fields. */
    meanConfidence: number | null;
    /** Corrections of fields by people. */
    corrections: number;
}
/** What became of the recommendations that were made in a period. */
export interface RecommendationFigures {
    made: number;
    accepted: number;
    rejected: number;
    byKind: {
        kind: string;
        made: number;
        accepted: number;
        rejected: number;
        up: number;
        down: number;
    }[];
}
/** One row of the answer to a program. */
export interface AnalyticsRow {
    /** When the interval begins, ISO 8601 in UTC; null without an interval. */
    at: string | null;
    /** The values of `groupBy` in its order; null where nothing is known. */
    group: (string | null)[];
    /** Of an amount of money, ISO 4217; null for other measures, and where the currency is not known. */
    currency: string | null;
    /** A decimal string, rounded to six places. */
    value: string;
    /** How many facts it is of. */
    count: number;
}
/** What a program found. */
export interface AnalyticsAnswer {
    /** The program with everything filled in that it left open: running it again asks the same. */
    program: AnalyticsProgram;
    rows: AnalyticsRow[];
    /** Whether there are more rows than the limit. */
    truncated: boolean;
    /** Of the source `documents`, when it rests on 20 at most: their ids; else empty. */
    documentIds: string[];
}
/**
 * Figures of the tenant, from facts that domain events left; a few seconds behind. The caller needs the permission
 * `analytics:read`. Errors: `FORBIDDEN`, `BAD_USER_INPUT` (a period that is wrong or too long for its interval).
 */
export interface AnalyticsService {
    /** Runs over time, at most 1,000 points; by capability and day if nothing is said. */
    usage(question?: AnalyticsPeriod & {
        interval?: 'HOUR' | 'DAY' | 'WEEK' | 'MONTH';
        groupBy?: 'CAPABILITY' | 'ENGINE' | 'MODEL';
        /** Only of this capability. */
        capability?: string;
    }): Promise<UsageFigures[]>;
    documents(period?: AnalyticsPeriod): Promise<DocumentFigures>;
    recommendations(period?: AnalyticsPeriod): Promise<RecommendationFigures>;
    /**
     * Runs a query program. Of the source `documents` only facts of documents that the caller may read are counted, or with
     * the scope `EVERYBODY` only of those that everybody in the tenant may; the other sources hold no content of documents
     * and are of the whole tenant. Errors: `FORBIDDEN`, `BAD_USER_INPUT` naming the part that is wrong.
     */
    query(program: AnalyticsProgramInput): Promise<AnalyticsAnswer>;
}

// ---- plugins/sdk/services/background.d.ts

import type { z } from 'zod';
import type { JobDefinition } from '../define-job.js';
import type { EventName, EventOf, EventPayload } from '../events/index.js';
import type { StoreWrite } from './store.js';
/** A domain event of a plugin: one that is named after it. */
export type PluginEventName = Extract<EventName, `${'assistant' | 'automation' | 'insights' | 'notifications' | 'search'}.${string}`>;
/** Domain events as they happen. Not durable: what must not be missed is the `on` of a capability or a job. */
export interface EventsService {
    /**
     * Events that the caller may see: those of documents that it may read, and with the permission `analytics:read`
     * also those that concern no document. From now on, until the signal ends.
     * Errors: `SLOW_CONSUMER` (more than 1,000 wait to be read).
     */
    subscribe<Name extends EventName>(names: readonly Name[], signal: AbortSignal): AsyncIterable<EventOf<Name>>;
    /**
     * Publishes an event of the plugin's own, `<plugin>.*`, that its manifest names in `publishes`. The items are written
     * in the same transaction; false, and nothing is published or written, when one of them is not what it `replaces`:
     * with 0, an event is published once. Not within a run, which may be begun again: let a job do it.
     * Errors: `PLUGIN_PERMISSION_DENIED`, `BAD_USER_INPUT` (a payload that does not fit).
     */
    publish<Name extends PluginEventName>(name: Name, payload: EventPayload<Name>, items?: readonly StoreWrite[]): Promise<boolean>;
    /**
     * What happened before, oldest first, as far as it is kept (90 days) and the caller may see it now. At most 100 are
     * looked at in a call; `endCursor` is to go on `after`, null at the end.
     */
    past<Name extends EventName>(question: {
        names: readonly Name[];
        /** ISO 8601. */
        from?: string | null;
        to?: string | null;
        after?: string | null;
        first?: number;
    }): Promise<{
        events: EventOf<Name>[];
        endCursor: string | null;
    }>;
}
/** Background work of the plugin's own. Errors: `JOB_NOT_FOUND`, `BAD_USER_INPUT` (a payload that does not fit). */
export interface JobsService {
    /**
     * Writes a job that the worker runs as the caller, with the rights of then. It may run more than once; a `key` makes
     * a second request the same job, as long as the first is remembered (7 days after its end).
     */
    enqueue<Payload extends z.ZodType>(job: JobDefinition<Payload>, payload: z.input<Payload>, options?: {
        key?: string;
        delayMs?: number;
        /** The name of a mandate: the job runs as who gave it, with the rights of then. Errors: `NOT_FOUND`. */
        mandate?: string;
    }): Promise<{
        jobId: string;
    }>;
    /**
     * The caller, a person or a key, lets jobs of this plugin act for it under this name (letters, digits and . : - _),
     * until the mandate is ended or somebody else gives it. It is recorded in the audit log.
     * Errors: `FORBIDDEN` for plugins and parts of the system, and for a token with fewer scopes than its bearer has.
     */
    giveMandate(name: string): Promise<void>;
    /** Nobody is acted for under this name any more; jobs that are there keep their actor. */
    endMandate(name: string): Promise<void>;
}
/** A job that comes round: every so many milliseconds (10,000 at least), or daily at a time in UTC (`HH:MM`). */
export type ScheduleTime = {
    everyMs: number;
} | {
    dailyAt: string;
};
/** A schedule as it stands. */
export interface ScheduleInfo {
    name: string;
    /** The job's id. */
    job: string;
    time: ScheduleTime;
    /** ISO 8601 in UTC. */
    nextAt: string;
}
/**
 * Schedules of the caller's tenant. Their jobs run in the worker as `plugin:<id>`, which may read what everybody in the
 * tenant may read, and only while the plugin is enabled. Errors: `JOB_NOT_FOUND`, `BAD_USER_INPUT`.
 */
export interface SchedulesService {
    /** Makes or changes the schedule of this name; the first job comes after one interval, or at the time. */
    set<Payload extends z.ZodType>(name: string, schedule: {
        job: JobDefinition<Payload>;
        payload: z.input<Payload>;
        time: ScheduleTime;
    }): Promise<void>;
    remove(name: string): Promise<void>;
    /** By name; a plugin has at most 100 in a tenant. */
    list(): Promise<ScheduleInfo[]>;
}

// ---- plugins/sdk/services/blobs.d.ts

/** What is known of stored bytes. */
export interface BlobInfo {
    name: string;
    /** Bytes. */
    size: number;
    /** In hex. */
    sha256: string;
    mediaType: string | null;
    /** ISO 8601 in UTC. */
    createdAt: string;
}
/**
 * Bytes of the plugin's own, one namespace a plugin and tenant, deleted with the tenant; what is named by the id of a
 * document (`<id>` or `<id>/…`) is deleted with the document. A name is at most 200 characters, a blob at most 16 MiB, all
 * blobs of a plugin and tenant at most 1 GiB.
 */
export interface BlobsService {
    /** Stores or replaces. Errors: `BLOB_TOO_LARGE`, `BAD_USER_INPUT` (the name). */
    put(name: string, bytes: Uint8Array, options?: {
        mediaType?: string;
    }): Promise<BlobInfo>;
    /** Null when there is none. */
    get(name: string): Promise<Uint8Array | null>;
    /** By name, 20 if not said and at most 100. */
    list(options?: {
        first?: number;
        after?: string | null;
        prefix?: string;
    }): Promise<BlobInfo[]>;
    delete(name: string): Promise<void>;
}

// ---- plugins/sdk/services/documents.d.ts

import type { PageText } from '../document-text.js';
import type { ExtractedField, StepOutput } from '../steps.js';
/** A piece of a page, as the search index holds it. */
export interface Chunk {
    id: string;
    /** From 0, in the order of the text. */
    ordinal: number;
    /** From 1. */
    page: number;
    /** Code points of the page's text, end exclusive. */
    start: number;
    end: number;
    text: string;
}
/** A document without its text. */
export interface DocumentSummary {
    /** UUID. */
    id: string;
    /** UUID; changed bytes are a new version. */
    versionId: string;
    /** From 1. */
    version: number;
    name: string;
    title: string | null;
    mediaType: string;
    /** A lower-case snake name such as `invoice`; null until it is classified. */
    kind: string | null;
    /** ISO 639-1; null when it is not known. */
    language: string | null;
    status: string;
    /** ISO 8601 in UTC. */
    createdAt: string;
}
/** A document with its text, as its newest version has it. */
export interface DocumentText extends DocumentSummary {
    pages: PageText[];
    /** The pages joined by a form feed. */
    text: string;
    fields: ExtractedField[];
    /** Text that a person does not see, and what carried it. */
    hidden: {
        carrier: string;
        text: string;
        page: number | null;
    }[];
}
/** Documents that the caller may read. What a run reads here is the evidence of its decision. */
export interface DocumentsService {
    /** Errors: `NOT_FOUND`, also for what may not be read. */
    read(documentId: string): Promise<DocumentText>;
    /** Null for each id that may not be read; in the order of the ids. */
    summaries(documentIds: readonly string[]): Promise<(DocumentSummary | null)[]>;
    /** The extracted fields of each, in the order of the ids; none for an id that may not be read. */
    fields(documentIds: readonly string[]): Promise<ExtractedField[][]>;
    /** In the order of the text. Errors: `NOT_FOUND`. */
    chunks(documentId: string): Promise<Chunk[]>;
    /** Documents by kind, newest first; at most 100. `after` is the id of the last one seen. */
    list(filter: {
        kind?: string;
        language?: string;
        first: number;
        after?: string | null;
    }): Promise<DocumentSummary[]>;
    /** Documents whose current extracted field has exactly this normalised value; at most 100. */
    findByField(field: {
        name: string;
        value: string;
        kind?: string;
        first: number;
    }): Promise<DocumentSummary[]>;
    /** What the step `relate` found. Errors: `NOT_FOUND`. */
    relations(documentId: string): Promise<StepOutput<'relate'>['related']>;
}

// ---- plugins/sdk/services/evaluators.d.ts

import type { EvaluationCase, EvaluationScore } from '../define-evaluator.js';
/** An evaluator that a plugin brings. */
export interface EvaluatorInfo {
    /** `<plugin>.<evaluator>`. */
    id: string;
    plugin: string;
    description: string;
}
/** The evaluators of all plugins. */
export interface EvaluatorsService {
    /** Those of plugins that the tenant has, by their ids. */
    list(): Promise<EvaluatorInfo[]>;
    /**
     * Scores one case with the caller's rights and the permissions of the plugin that brings the evaluator.
     * Errors: `NOT_FOUND`, `PLUGIN_PART_INVALID`, and those of the evaluator.
     */
    evaluate(evaluator: string, item: EvaluationCase): Promise<EvaluationScore[]>;
}

// ---- plugins/sdk/services/hooks.d.ts

/** A place where another system posts signed JSON to. */
export interface HookInfo {
    hookId: string;
    name: string;
    /** Below the address of the gateway: `/hooks/<id>`. */
    path: string;
    /** ISO 8601 in UTC. */
    createdAt: string;
    /** The secrets that are accepted now: one, or two while one is being replaced. */
    secrets: {
        createdAt: string;
        expiresAt: string | null;
    }[];
    lastReceivedAt: string | null;
}
/** What was posted to a hook. */
export interface HookDelivery {
    hookId: string;
    deliveryId: string;
    /** The JSON that was posted. It comes from outside: treat it as untrusted. */
    body: unknown;
    /** ISO 8601 in UTC. */
    receivedAt: string;
}
/**
 * Incoming signed webhooks of the plugin in the caller's tenant (Standard Webhooks: `webhook-id`, `webhook-timestamp`,
 * `webhook-signature`). Each accepted call is the event `hook.received`, once for each `webhook-id`. Who may make and
 * change hooks is the plugin's to check.
 */
export interface HooksService {
    /** The secret is shown here alone. Errors: `BAD_USER_INPUT`, `CONFLICT` (100 hooks are there already). */
    create(hook: {
        name: string;
    }): Promise<{
        hookId: string;
        path: string;
        secret: string;
    }>;
    /**
     * Makes a new secret; the one before is accepted as long as `overlapMs` says, a day by default. There are never more
     * than two. Errors: `NOT_FOUND`.
     */
    rotate(hookId: string, options?: {
        overlapMs?: number;
    }): Promise<{
        secret: string;
        previousExpiresAt: string;
    }>;
    /** With what was received. Errors: `NOT_FOUND`. */
    remove(hookId: string): Promise<void>;
    /** By id. */
    list(): Promise<HookInfo[]>;
    /** Kept for 30 days. Errors: `NOT_FOUND`. */
    read(deliveryId: string): Promise<HookDelivery>;
}

// ---- plugins/sdk/services/index.d.ts

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
import type { CapabilitiesService, ModelsService, OperationsService, PromptsService, ResultsService, RunsService } from './runs.js';
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
export type Batch = <Key, Value>(name: string, load: (keys: readonly Key[]) => Promise<readonly (Value | Error)[]>) => {
    load(key: Key): Promise<Value>;
};
/** What a plugin's resolver gets as its third argument. */
export type ResolverContext<Needs extends ServiceName = ServiceName> = Granted<Needs> & {
    readonly request: RequestContext;
    /** Ends when the client leaves or the deadline passes. */
    readonly signal: AbortSignal;
    readonly batch: Batch;
};

// ---- plugins/sdk/services/mail.d.ts

/** A letter to one person. */
export interface Mail {
    /** An address; one with a line break or a list of several is refused. */
    to: string;
    subject: string;
    text: string;
    html?: string | null;
    /** Names the letter, so that copies of it are known as one: it becomes the `Message-ID`. */
    key: string;
}
/** How the server took it. */
export interface MailOutcome {
    /**
     * `ACCEPTED`; `BOUNCED`: the server refuses it for good (5xx); `DEFERRED`: it may be sent again later (4xx, or no
     * connection).
     */
    state: 'ACCEPTED' | 'BOUNCED' | 'DEFERRED';
    /** The code of the server's reply, if there was one. */
    code: number | null;
    /** The server's words, shortened and without addresses. */
    reason: string | null;
}
/** Letters by the operator's SMTP server (`SMTP_URL`, `SMTP_FROM`). */
export interface MailService {
    /** Whether the operator has set a server. */
    configured(): Promise<boolean>;
    /** Errors: `MAIL_NOT_CONFIGURED`, `BAD_USER_INPUT` (an address or subject that would write headers of its own). */
    send(mail: Mail): Promise<MailOutcome>;
}

// ---- plugins/sdk/services/outside.d.ts

/** Calls to public http and https addresses only. Errors: `SSRF_BLOCKED`, `HTTP_FAILED`. */
export interface HttpService {
    /** The answer whatever its status; redirects are not followed. Header names are lower case. */
    fetch(request: {
        url: string;
        /** `GET` if not given. */
        method?: string;
        headers?: Record<string, string>;
        body?: string | Uint8Array | null;
        timeoutMs?: number;
        /** The largest answer that is read. */
        maxBytes?: number;
    }): Promise<{
        status: number;
        headers: Record<string, string>;
        body: Uint8Array;
    }>;
    /** Judges an address before it is saved, with all that its name resolves to. Errors: `SSRF_BLOCKED`, `HTTP_FAILED`. */
    check(url: string): Promise<void>;
}
/**
 * Encryption with the tenant's data key, for subjects of the plugin's own; deleting a subject's key erases what it
 * encrypted. Errors: `KEY_GONE`.
 */
export interface KeysService {
    encrypt(subject: string, plain: Uint8Array): Promise<Uint8Array>;
    decrypt(subject: string, cipher: Uint8Array): Promise<Uint8Array>;
}
/** Lines of the system's log, with plugin, tenant, request and run. No personal text, no secrets. */
export interface LogService {
    info(message: string, fields?: Record<string, string | number | boolean>): void;
    warn(message: string, fields?: Record<string, string | number | boolean>): void;
}
/** The time, which tests set. */
export interface ClockService {
    now(): Date;
}

// ---- plugins/sdk/services/people.d.ts

import type { Role } from '../context.js';
/** A person of the tenant. */
export interface Person {
    /** `user:<id>`; `key:<id>` for a key that is nobody's. */
    actor: string;
    /** Null for who is known by a token or key alone. */
    email: string | null;
    name: string | null;
    roles: Role[];
}
/**
 * Whom something is for: `user:<id>` or `key:<id>` (the person whose key it is), `group:<id>`, `role:<role>` or `tenant`
 * (everybody in it).
 */
export type Audience = readonly string[];
/** The people of the tenant, for plugins that write to them. Their addresses are personal data: keep them out of logs. */
export interface PeopleService {
    /** The person who calls, or whose key calls; null for background work. */
    self(): Promise<Person | null>;
    /** In the order of the actors, at most 1,000; null for who is not there (any more). */
    find(actors: readonly string[]): Promise<(Person | null)[]>;
    /**
     * Those whom an audience stands for, each once, by actor; 1,000 at most and 100 if not said. `after` is the actor of the
     * last one seen. Errors: `BAD_USER_INPUT` (what is none of the forms).
     */
    members(audience: Audience, page?: {
        first?: number;
        after?: string | null;
    }): Promise<Person[]>;
    /** How many an audience stands for. Errors: `BAD_USER_INPUT`. */
    count(audience: Audience): Promise<number>;
    /**
     * Those of the actors (1,000 at most) who may read the document now; `tenant` among them stands for everybody. A person
     * who may not read it learns of nobody; a job of the plugin itself is told, so that it tells nobody else.
     */
    readers(documentId: string, actors: readonly string[]): Promise<string[]>;
}

// ---- plugins/sdk/services/permissions.d.ts

/** What the caller may do, as its roles allow and its scopes do not leave out; the plugin and the system may all. */
export interface PermissionsService {
    /** Such as `evaluation:manage`; one that the system does not know is allowed to nobody. */
    allows(permission: string): Promise<boolean>;
    /** Errors: `FORBIDDEN` with the permission that is missing. */
    expect(permission: string): Promise<void>;
}

// ---- plugins/sdk/services/provided.d.ts

/**
 * The services that plugins provide to each other, by `<plugin>.<service>`. The providing plugin adds its own:
 *
 *     declare module 'tributary/sdk' {
 *       interface ProvidedServices { 'notify.mail': ServiceOf<typeof mail> }
 *     }
 *
 * Who imports that file can name `notify.mail` in `needs`.
 */
export interface ProvidedServices {
}

// ---- plugins/sdk/services/runs.d.ts

import type { z } from 'zod';
import type { AIResult, Engine, EnginePart, ResultInfo, RunEvent } from '../run-parts.js';
/** A capability by its definition or its id. */
export type CapabilityRef = string | {
    readonly id: string;
};
/** The fields of a capability's output beside how it came to be; what is no object stands in `output`. */
export type StoredResult = {
    result: ResultInfo;
} & Record<string, unknown>;
/** Stored results: the newest answer of a capability for an input, if the caller may read all that it was made from. */
export interface ResultsService {
    /**
     * Null when there is none. Calls of one tick in the host's threads share a transaction.
     * Errors: `CAPABILITY_NOT_FOUND`, `BAD_USER_INPUT`, `FORBIDDEN`.
     */
    latest(capability: CapabilityRef, input: Record<string, unknown>): Promise<StoredResult | null>;
    /** Those of many inputs in one call and one transaction, in their order: what a list's resolver wants. */
    latestOf(capability: CapabilityRef, inputs: readonly Record<string, unknown>[]): Promise<(StoredResult | null)[]>;
}
/**
 * What is tried instead of what would be used. A run with a variant, also an empty one, is a trial: it is joined only by
 * an equal one, and its answer is no stored result of the capability.
 */
export interface RunVariant {
    /** A version (`3`) or a label (`candidate`) by the name of the prompt. */
    prompts?: Readonly<Record<string, string>>;
    /** The alias that all its model calls use. */
    model?: string;
    /** The engine that answers, and no other. */
    engine?: Engine;
    /** Given to models that take one. */
    seed?: number;
}
/**
 * Who waits for a run: a person now, nobody in particular, or a batch that takes only what others leave. Of what waits
 * in a tenant the first comes first; batches never take more than half of the places.
 */
export type RunPriority = 'INTERACTIVE' | 'NORMAL' | 'BATCH';
/** How a run is to be made; what is not said is as usual. */
export interface RunOptions {
    /** `NORMAL` by default; `INTERACTIVE` where a field answers a person at once. */
    priority?: RunPriority | null;
    /** It fails with `TIMEOUT` when it has not ended after so many milliseconds, 100 to 300,000. */
    deadlineMs?: number | null;
    /** Given to models that take one, so that they say the same again. */
    seed?: number | null;
    /** What is used whatever would be used now: versions of prompts, an alias of models, an engine. */
    pin?: Omit<RunVariant, 'seed'> | null;
}
/** What is run, and how; `arguments` are parsed by the capability's input. */
export interface RunStart extends RunOptions {
    capability: CapabilityRef;
    arguments: unknown;
    /** The same key of the same actor is the same run. */
    idempotencyKey?: string | null;
    /** Ask again although a result is stored. */
    anew?: boolean;
    /** For `join`: a cursor of the run that is to be gone on with. */
    after?: string | null;
    /** For `start`. */
    variant?: RunVariant | null;
}
/** A run, as those see it who may see all that it was made from. */
export interface RunSummary {
    runId: string;
    capability: string;
    plugin: string;
    state: 'PENDING' | 'RUNNING' | 'FINISHED' | 'FAILED' | 'CANCELLED';
    /** Whether it was started with a variant, a pin or a seed. */
    isTrial: boolean;
    input: unknown;
    /** Null until it has finished. */
    result: AIResult | null;
    /** Why it failed. */
    error: {
        code: string;
        message: string;
    } | null;
    /** The documents that it was made from. */
    documentIds: string[];
    /** Such as `summarize@3`. */
    promptVersions: string[];
    /** ISO 8601 in UTC. */
    createdAt: string;
    finishedAt: string | null;
}
/** What one run would take at most. */
export interface RunCosts {
    engine: Engine;
    /** Of one model call; null for the built-in engine. */
    model: string | null;
    /** A decimal string of US dollars; null when the price is not known. */
    estimatedCostUsd: string | null;
    budgetAdmits: boolean;
}
/** How the runs of one group ended in one interval. */
export interface RunOutcomes {
    /** When the interval begins, ISO 8601 in UTC. */
    at: string;
    /** The capability, model or prompt version; null for runs without. */
    group: string | null;
    runs: number;
    answered: number;
    needsReview: number;
    insufficientEvidence: number;
    /** The capability would not answer. */
    refused: number;
    /** A screen blocked the input or the output. */
    blocked: number;
    /** No model answered as the schema has it. */
    schemaFailures: number;
    /** Failed for another reason. */
    failed: number;
}
/** Runs and their streams. Errors: `CURSOR_GONE`, `CURSOR_INVALID`, `NOT_FOUND`, `CAPABILITY_NOT_FOUND`, `BAD_USER_INPUT`. */
export interface RunsService {
    start(request: RunStart): Promise<{
        runId: string;
    }>;
    /** The newest run of the same rights, input and versions, running or stored; started only if there is none. */
    join(request: RunStart): Promise<{
        runId: string;
    }>;
    /** Replays from the cursor (null: the beginning) and follows until the run ends or the signal does. */
    events(runId: string, after: string | null, signal: AbortSignal): AsyncIterable<RunEvent>;
    cancel(runId: string): Promise<void>;
    /** In the order of the ids, at most 200; null for what does not exist or may not be seen. */
    find(runIds: readonly string[]): Promise<(RunSummary | null)[]>;
    /**
     * Finished runs that the caller may see, those that ended first first; 100 at most. `after` is the id of the last one
     * seen. `everybodys`: all of the tenant, for the plugin's own background work (its actor is the plugin); who keeps
     * something of them keeps the ids of their documents beside it.
     */
    finished(filter: {
        capability?: string | null;
        /** ISO 8601. */
        from?: string | null;
        to?: string | null;
        after?: string | null;
        first?: number;
        everybodys?: boolean;
    }): Promise<RunSummary[]>;
    /**
     * Deletes runs of `ownerOnly` capabilities, and those that were made within them: input, result, events, trace and the
     * texts of their decisions, whose facts and hashes stay on record. One that goes on ends. Of the caller's own; of
     * anybody's for the plugin's own background work.
     */
    forget(runIds: readonly string[]): Promise<void>;
    /** Nothing is started, held or sent. */
    estimate(request: Pick<RunStart, 'capability' | 'arguments'>): Promise<RunCosts>;
    /** How runs ended over time, of the whole tenant and without trials; for who has `analytics:read`. */
    outcomes(question: {
        from: string;
        to: string;
        interval: 'HOUR' | 'DAY' | 'WEEK' | 'MONTH';
        groupBy: 'CAPABILITY' | 'MODEL' | 'PROMPT_VERSION';
    }): Promise<RunOutcomes[]>;
}
/** What a model is asked. */
export interface ModelRequest {
    /** The name of the prompt's file. */
    prompt: string;
    /** A value is text, plain data, or one or many `ContextPart`, which are fitted into the window of the model. */
    variables: Record<string, unknown>;
    /** Instead of the prompt's own. */
    alias?: string;
    /** At most that of the capability. */
    maxOutputTokens?: number;
}
/** A tool that a model is offered. Nothing is called by itself: what the model asks for, the caller may do or not. */
export interface ModelTool {
    readonly name: string;
    /** What it does; the model chooses by it. */
    readonly description: string;
    /** JSON Schema of its arguments. */
    readonly parameters: Readonly<Record<string, unknown>>;
}
/** What a model asks for. The arguments are the model's own words: check them. */
export interface ModelToolCall {
    readonly id: string;
    readonly name: string;
    readonly arguments: unknown;
}
/** One round with tools: what the model said and asked for, and what came of it. */
export interface ToolExchange {
    readonly calls: readonly ModelToolCall[];
    readonly text: string;
    /** Each is given to the model as untrusted data of a tool. A call without one is answered with nothing. */
    readonly results: readonly {
        readonly callId: string;
        readonly content: string;
    }[];
}
/** How a turn of a model ended. */
export interface ModelTurn {
    readonly text: string;
    /** Of tools that were offered. */
    readonly calls: readonly ModelToolCall[];
    /** `length`: the text was cut off by its limit, and the result of the run says it. */
    readonly finishReason: 'stop' | 'length' | 'tool-calls';
}
/**
 * Language models by alias, within a run. Errors: `MODEL_FAILED`, `STREAM_INTERRUPTED`, `OUTPUT_SCHEMA`,
 * `OUTPUT_TRUNCATED`, `CONTEXT_TOO_LARGE`, `BUDGET_EXCEEDED`, `PROMPT_NOT_FOUND`, `BAD_USER_INPUT`.
 */
export interface ModelsService {
    /** Yields text as the model writes it. An answer that its limit cut off ends so, and the result of the run says it. */
    stream(request: ModelRequest): AsyncGenerator<EnginePart, void>;
    /** The model's answer as the schema has it; repaired at most once. */
    complete<Schema extends z.ZodType>(request: ModelRequest & {
        schema: Schema;
    }): Promise<z.infer<Schema>>;
    /**
     * As `complete`, and yields an `ObjectDelta` for each part of the object that grows or changes, as the model writes
     * it; `path` is a JSON Pointer (RFC 6901), `''` the whole. The deltas are not checked, what it returns is.
     */
    streamObject<Schema extends z.ZodType>(request: ModelRequest & {
        schema: Schema;
    }): AsyncGenerator<EnginePart, z.infer<Schema>>;
    /**
     * As `stream`, with tools that the model may ask for; `exchange` is what was asked for and came of it in the rounds
     * before, oldest first. A call of a tool that was not offered is not returned, and recorded as `tool.denied`.
     */
    turn(request: ModelRequest & {
        tools: readonly ModelTool[];
        exchange?: readonly ToolExchange[];
    }): AsyncGenerator<EnginePart, ModelTurn>;
}
/** The prompts of all plugins, by the names of their files. */
export interface PromptsService {
    /**
     * Renders the version that the label `production` stands at; `version` is such as `summarize@3`.
     * Errors: `PROMPT_NOT_FOUND`, `BAD_USER_INPUT` (a variable has no value).
     */
    render(prompt: string, variables: Record<string, unknown>): Promise<{
        text: string;
        version: string;
    }>;
}
/** The capabilities of all plugins. */
export interface CapabilitiesService {
    /**
     * Runs another capability with the caller's rights and waits for its result.
     * Errors: `CAPABILITY_NOT_FOUND`, `BAD_USER_INPUT`, `RUN_FAILED`, and those of the run.
     */
    run(capability: CapabilityRef, input: unknown): Promise<AIResult>;
}
/** A registered operation that is marked `@tool`. */
export interface OperationTool {
    readonly name: string;
    /** SHA-256 in hex of its text: what `execute` takes to run exactly this. */
    readonly hash: string;
    readonly description: string;
    /** Whether it may change something. */
    readonly mutation: boolean;
    /** JSON Schema of its variables. */
    readonly parameters: Readonly<Record<string, unknown>>;
}
/** A registered operation. */
export interface OperationInfo {
    name: string;
    /** SHA-256 in hex of its document. */
    hash: string;
    /** Whether it may change something. */
    mutation: boolean;
    /** The names of its variables. */
    variables: string[];
}
/** Registered operations of the graph: what a plugin changes, it changes by these. */
export interface OperationsService {
    /** What a registered operation is; null when this tenant may not call one of that name or hash. */
    describe(operation: string): Promise<OperationInfo | null>;
    /**
     * Executes a persisted operation (its name or hash) with the actor's rights.
     * Errors: `OPERATION_NOT_FOUND`, `FORBIDDEN`; those of its fields stand in `errors`.
     */
    execute(operation: string, variables: Record<string, unknown>): Promise<{
        data: unknown;
        errors: {
            message: string;
            code: string;
        }[];
    }>;
    /**
     * Those marked `@tool` that the caller may call and that fit the graph as it is served now, by name; none without the
     * permission `operations:execute`. What one of them reads or changes needs the caller's rights for that besides.
     */
    tools(): Promise<OperationTool[]>;
}

// ---- plugins/sdk/services/search.d.ts

/** A passage that matches. */
export interface SearchHit {
    /** `after` it the next hits follow. */
    cursor: string;
    documentId: string;
    versionId: string;
    /** From 1. */
    page: number;
    /** Code points of the page's text, end exclusive. */
    start: number;
    end: number;
    text: string;
    /** Descends within one search; not comparable between searches. */
    score: number;
    /** Code points of `text`, end exclusive. */
    highlights: {
        start: number;
        end: number;
    }[];
    signals: SearchSignal[];
}
/**
 * What made a passage a hit: its words, its meaning by an embedding model, or words that the tenant's own documents
 * use beside those of the query.
 */
export type SearchSignal = 'LEXICAL' | 'VECTOR' | 'LEARNED';
/** A word of a query that no readable document has, and what was searched for instead. */
export interface SearchCorrection {
    word: string;
    /** Best first. */
    searchedFor: string[];
}
/** One condition on an extracted field of a document. All that is said of it holds. */
export interface SearchFieldFilter {
    /** E.g. `grand_total`. */
    name: string;
    /** One of these values, any case. */
    oneOf?: readonly string[];
    /** Decimal strings: more than, at least, at most, less than. */
    above?: string;
    atLeast?: string;
    atMost?: string;
    below?: string;
    /** Calendar days, ISO 8601, both inclusive. */
    from?: string;
    to?: string;
    /** ISO 4217: the amount is of this currency, by its own or by the field `currency`. */
    currency?: string;
    /** True: only documents without the field. False: only documents with it. */
    isMissing?: boolean;
    /** Documents without the field pass too. */
    orMissing?: boolean;
}
/** Which documents are searched. All that is said holds. */
export interface SearchFilter {
    /** E.g. `invoice`. */
    kinds?: readonly string[];
    /** ISO 639-1. */
    languages?: readonly string[];
    /** `READY` or `NEEDS_REVIEW`. */
    statuses?: readonly string[];
    /** A part of the file name, any case. */
    name?: string;
    /** The day of the upload (UTC), ISO 8601, both inclusive. */
    uploaded?: {
        from?: string;
        to?: string;
    };
    fields?: readonly SearchFieldFilter[];
}
/** What is counted: a property of the document, or an extracted field; `month` with a field is that of its date. */
export interface SearchFacetRequest {
    of: readonly {
        by: 'kind' | 'language' | 'status' | 'month' | 'field';
        field?: string;
    }[];
    /** Values of each, 100 at most. */
    first: number;
}
/** Counts over all documents that match and may be read. */
export interface SearchFacet {
    by: SearchFacetRequest['of'][number]['by'];
    field: string | null;
    /** The most frequent first; months newest first. */
    values: {
        value: string;
        count: number;
    }[];
    /** Documents that have a value that is not among `values`. */
    others: number;
    /** Documents that have none. */
    missing: number;
}
/** By a date: of the upload, or of a field (also by its amount). What has none comes last. */
export interface SearchOrder {
    by: 'relevance' | 'date';
    field?: string;
    ascending?: boolean;
}
/** What is searched for. */
export interface SearchRequest {
    /** With a filter and without words: all documents that it lets through. */
    text: string;
    first: number;
    after?: string | null;
    kinds?: readonly string[];
    documentIds?: readonly string[];
    filter?: SearchFilter;
    facets?: SearchFacetRequest;
    order?: SearchOrder;
    /** `document`: the best passage of each document (default); `passage`: all passages. */
    unit?: 'document' | 'passage';
}
/** A query that is kept, with whose rights it is asked. */
export interface StandingQuery {
    /** `user:<id>` or `key:<id>`. */
    actor: string;
    text: string;
    filter: SearchFilter;
}
/** Search with the caller's rights applied before ranking. Errors: `INDEX_UNAVAILABLE`, `FORBIDDEN`. */
export interface SearchService {
    /** At most 100 hits a page; `after` is the cursor of the last hit seen. */
    query(query: SearchRequest): Promise<{
        hits: SearchHit[];
        /** All documents (or passages, by `unit`) that match and may be read. */
        totalCount: number;
        endCursor: string | null;
        hasNextPage: boolean;
        corrections: SearchCorrection[];
        /** What was searched by. */
        signals: SearchSignal[];
        facets: SearchFacet[];
    }>;
    /** Documents with much the same content, best first; score 1 is the same text. */
    similar(request: {
        documentId: string;
        first: number;
        minScore?: number;
    }): Promise<{
        documentId: string;
        score: number;
    }[]>;
    /**
     * Which of many queries this document matches, in their order: it has all the words, the filter lets it through, and
     * the query's actor may read it now. All false when the caller may not read it.
     */
    matches(documentId: string, queries: readonly StandingQuery[]): Promise<boolean[]>;
}

// ---- plugins/sdk/services/settings.d.ts

/** The settings of this plugin in the caller's tenant, as its manifest declares them. */
export interface SettingsService {
    /**
     * Validated by the manifest's JSON Schema, defaults filled in, secrets in clear: keep them out of logs and outputs.
     * `{}` for a plugin without settings. Parse it with a zod schema of your own for its type.
     * Errors: `SETTINGS_MISSING` (a required one was never set).
     */
    read(): Promise<Record<string, unknown>>;
    /**
     * Sets these values and leaves the others; null takes one away. The caller needs the permission `plugins:manage`; the
     * change is recorded in the audit log. Errors: `FORBIDDEN`, `BAD_USER_INPUT` naming the setting.
     */
    change(values: Readonly<Record<string, unknown>>): Promise<void>;
}

// ---- plugins/sdk/services/store.d.ts

/** What an index of a collection holds: a field's value, compared exactly. */
export type IndexValue = string | number | boolean | null;
/** A stored value with the version of the collection that wrote it. */
export interface StoredItem {
    key: string;
    value: unknown;
    /** 1 unless it was written with another. */
    version: number;
}
/** A page of a search in a collection. */
export interface StoredPage {
    items: StoredItem[];
    /** The key to go on `after`; null at the end. */
    endCursor: string | null;
    /** Items of versions before `version` exist, which the indexes may not know: migrate them, then ask again. */
    stale: boolean;
}
/** One item of a change: written, or deleted when it has no value. */
export interface StoreWrite {
    collection: string;
    key: string;
    /** Plain data; nothing deletes the item. */
    value?: unknown;
    version?: number;
    indexes?: Readonly<Record<string, IndexValue>>;
    /** Only when the stored item has this version; 0 when there must be none. */
    replaces?: number;
}
/** What an audit entry says of a change: facts without personal text. */
export interface AuditedChange {
    /** Such as `createDataset`; the entry has the id of the plugin in front. */
    action: string;
    subjects?: readonly {
        type: string;
        id: string;
    }[];
    body?: Readonly<Record<string, unknown>>;
}
/**
 * Named collections of JSON under row-level security, one namespace a plugin and tenant. A key is at most 200
 * characters, a value at most 256 KiB as JSON. What is kept under the id of a document, or indexed by it, is deleted
 * with the document. `defineCollection` makes a typed collection of this.
 *
 * Errors: `BAD_USER_INPUT` (a name or value that is too large).
 */
export interface StoreService {
    /** The value, or null. */
    get(collection: string, key: string): Promise<unknown>;
    /** The items of these keys in their order, null where there is none; at most 1,000 keys. */
    getMany(collection: string, keys: readonly string[]): Promise<(StoredItem | null)[]>;
    /**
     * Writes or replaces. `indexes` are the values by which `find` finds it, texts of at most 500 characters.
     * `replaces`: only when the stored item has this version; says whether it wrote.
     */
    put(collection: string, key: string, value: unknown, options?: {
        version?: number;
        indexes?: Readonly<Record<string, IndexValue>>;
        replaces?: number;
    }): Promise<boolean>;
    delete(collection: string, key: string): Promise<void>;
    /**
     * Writes all of it or nothing, in one transaction, with an entry in the audit log if one is given; at most 20,000
     * items, each once. False, and nothing is written, when an item is not what it `replaces`.
     */
    change(writes: readonly StoreWrite[], audited?: AuditedChange): Promise<boolean>;
    /** By key, 20 if not said and at most 100. */
    list(collection: string, options?: {
        first?: number;
        after?: string | null;
        prefix?: string;
    }): Promise<StoredItem[]>;
    /** Items whose indexes hold all of `where` (at least one), by key; 20 if not said and at most 100. */
    find(collection: string, options: {
        where: Readonly<Record<string, IndexValue>>;
        first?: number;
        after?: string | null;
        version?: number;
    }): Promise<StoredPage>;
    /** How many items have keys that begin so, or have indexes that hold all of `where`. */
    count(collection: string, of: {
        prefix: string;
    } | {
        where: Readonly<Record<string, IndexValue>>;
    }): Promise<number>;
    /** Items of versions before this one, by key; at most 100. */
    outdated(collection: string, version: number, first?: number): Promise<StoredItem[]>;
}

// ---- plugins/sdk/services/work.d.ts

import type { EvidenceRef, Verdict } from '../run-parts.js';
import type { Proposal } from '../steps.js';
/** A recommendation without its verdicts. */
export interface RecommendationSummary extends Proposal {
    id: string;
    documentId: string;
    state: string;
    /** ISO 8601 in UTC. */
    createdAt: string;
}
/** Recommendations on documents that the caller may read. */
export interface RecommendationsService {
    /** Newest first; at most 100. */
    list(filter: {
        documentId?: string;
        first: number;
    }): Promise<RecommendationSummary[]>;
    /** Those of each document, newest first and at most `first` (100); in the order of the ids. */
    ofDocuments(documentIds: readonly string[], first: number): Promise<RecommendationSummary[][]>;
    /** Errors: `NOT_FOUND`. */
    read(recommendationId: string): Promise<RecommendationSummary>;
}
/** To whom a review goes when nobody has decided it in time. */
export interface ReviewEscalation {
    /** Milliseconds after it was asked. */
    afterMs: number;
    /** `user:<id>` or `group:<id>`. */
    to: string;
}
/** A question to a person. */
export interface ReviewRequest {
    reason: string;
    /** The document that it concerns; whoever may read that may see the review. Without one, whoever the caller may be seen by. */
    documentId: string | null;
    /** Names what is shown, so that it is not asked twice: SHA-256 of the canonical JSON of `shown` where it is not given. */
    fingerprint?: string;
    evidence: EvidenceRef[];
    /** ISO 8601; null for none. */
    deadline: string | null;
    /** What is asked about; its type is the plugin's own, `<plugin>.<what>`. The document, or the plugin, if not given. */
    subject?: {
        type: string;
        id: string;
    };
    /** Exactly what the reviewer is shown: plain JSON, at most 64 KB. */
    shown?: unknown;
    /** The documents that `shown` was made from: only who may read all of them sees the review, and it goes with them. */
    madeFrom?: readonly string[];
    /** What kind of question it is, for filters and policies, e.g. `APPROVE`. */
    kind?: string | null;
    /** What is at stake, for policies. */
    amount?: number | null;
    /** Who is asked: `user:<id>` or `group:<id>`; null for any reviewer. */
    assignee?: string | null;
    /** How many different people have to approve (four eyes: 2); one by default. A policy of the tenant may ask for more. */
    approvals?: 1 | 2;
    /** Actors who may not decide, e.g. who asked. */
    exclude?: readonly string[];
    escalation?: ReviewEscalation | null;
    /** What happens when the deadline passes: it is closed undecided (as if not given), or goes to whom it escalates and stays open. */
    onDeadline?: 'EXPIRE' | 'ESCALATE';
}
/** What one person said to a review. */
export interface ReviewVoice {
    by: string;
    outcome: 'APPROVED' | 'REJECTED' | 'CORRECTED';
    comment: string | null;
    /** ISO 8601 in UTC. */
    at: string;
}
/** A review as it stands. */
export interface ReviewSummary {
    id: string;
    /** `PARTLY_APPROVED`: one of two people has approved. `EXPIRED` also when it was withdrawn. */
    state: 'OPEN' | 'PARTLY_APPROVED' | 'RESOLVED' | 'EXPIRED';
    /** Null until it is resolved. */
    outcome: ReviewVoice['outcome'] | null;
    /** Of the person whose voice decided. */
    comment: string | null;
    /** In the order in which they were given. */
    decisions: ReviewVoice[];
    fingerprint: string;
    /** ISO 8601 in UTC. */
    deadline: string | null;
    reason: string;
    subject: {
        type: string;
        id: string;
    };
    documentId: string | null;
    kind: string | null;
    assignee: string | null;
    shown: unknown;
    /** The documents that `shown` was made from. */
    madeFrom: string[];
}
/** Questions to people. The event `review.resolved` tells the outcome, with the subject. */
export interface ReviewsService {
    /**
     * Asks a person who may read the document. The same fingerprint is asked once while nobody has decided; the same
     * fingerprint about the same subject of the plugin's own once and for all: a job that asks again gets the review that
     * stands, whatever has become of it.
     * Errors: `BAD_USER_INPUT` (what is shown is too long, an assignee that is none, a subject that is not the plugin's own).
     */
    request(review: ReviewRequest): Promise<{
        reviewId: string;
    }>;
    /** In the order of the ids; null for those that the plugin did not ask and the caller may not read. */
    find(reviewIds: readonly string[]): Promise<(ReviewSummary | null)[]>;
    /** Closes what nobody has to look at any more, of the plugin's own subjects. */
    withdraw(subject: {
        type: string;
        id: string;
    }): Promise<void>;
}
/** The rule sets of the tenant, for what asks them by name. */
export interface RulesService {
    /**
     * What the active version of a rule set says of these facts, rule by rule; nothing while none is active.
     * Errors: `NOT_FOUND`.
     * @param set the set's id
     * @param kind which of its rules are asked: those for this kind, and those for all
     */
    judge(set: string, facts: Readonly<Record<string, unknown>>, kind?: string): Promise<Verdict[]>;
}
/** What people said. */
export interface FeedbackService {
    /** Feedback that people gave on recommendations, newest first; at most 100. */
    onRecommendations(filter: {
        actor?: string;
        first: number;
    }): Promise<{
        recommendationId: string;
        documentId: string;
        kind: string;
        actor: string;
        value: 'UP' | 'DOWN' | 'ACCEPTED' | 'REJECTED';
        /** ISO 8601 in UTC. */
        at: string;
    }[]>;
}

// ---- plugins/sdk/services/works.d.ts

import type { z } from 'zod';
/** Where a work stands: it waits for its turn, goes on, or is over. */
export type WorkState = 'PENDING' | 'RUNNING' | 'FINISHED' | 'FAILED' | 'CANCELLED';
/** A work, as those see it who started it or may manage work. */
export interface WorkSummary {
    workId: string;
    /** Its kind, `<plugin>.<work>`. */
    work: string;
    state: WorkState;
    /** Items that there are, as far as that is known. */
    total: number | null;
    /** Items that ended well. */
    done: number;
    failed: number;
    /** What its items told to have cost, in US dollars; null when they told nothing. */
    costUsd: string | null;
    /** Why it failed. */
    error: {
        code: string;
        message: string;
    } | null;
    startedBy: string;
    /** ISO 8601 in UTC. */
    createdAt: string;
    finishedAt: string | null;
}
/** How a work stands that the plugin conducts by jobs of its own. */
export interface WorkReport {
    /** Its definition or its id. */
    work: string | {
        readonly id: string;
    };
    /** UUID. The first report of it makes the work, as started by the caller. */
    workId: string;
    state: WorkState;
    total: number | null;
    done: number;
    failed?: number;
    costUsd?: string | null;
    error?: {
        code: string;
        message: string;
    } | null;
    /** Of the first report: what was asked for, and what it was estimated to take. */
    payload?: unknown;
    estimate?: {
        items: number;
        costUsd: string | null;
    };
}
/** Long work. Errors: `NOT_FOUND`, `FORBIDDEN`, `CONFLICT`, `BAD_USER_INPUT` (a payload that does not fit). */
export interface WorksService {
    /**
     * Starts a work as the caller; it waits while two of the tenant go on. The same `key` of the same caller is the same
     * work.
     */
    start<Payload extends z.ZodType>(request: {
        work: string | {
            readonly id: string;
            readonly payload: Payload;
        };
        payload: z.input<Payload>;
        key?: string;
    }): Promise<{
        workId: string;
    }>;
    /** In the order of the ids, at most 200; null for what does not exist or may not be seen. */
    find(workIds: readonly string[]): Promise<(WorkSummary | null)[]>;
    cancel(workId: string): Promise<void>;
    /** Tells how a work of `defineConductedWork` stands. One that is over stays as it is. */
    report(report: WorkReport): Promise<void>;
}

// ---- plugins/sdk/shared-failures.d.ts

/** What mutations answer when they do not succeed, in SDL; part of the shared types. */
export declare const failureTypeDefs = "\"An outcome of a mutation that is expected and is not success.\"\ninterface Failure {\n  \"The code of the error catalogue.\"\n  code: String!\n  \"What went wrong.\"\n  message: String!\n  \"What to do about it.\"\n  hint: String!\n}\n\n\"The input is not valid.\"\ntype InvalidInput implements Failure @shareable {\n  \"The code of the error catalogue.\"\n  code: String!\n  \"What went wrong.\"\n  message: String!\n  \"What to do about it.\"\n  hint: String!\n}\n\n\"What the input names does not exist, or may not be read.\"\ntype NotFound implements Failure @shareable {\n  \"The code of the error catalogue.\"\n  code: String!\n  \"What went wrong.\"\n  message: String!\n  \"What to do about it.\"\n  hint: String!\n}\n\n\"The caller may not do this.\"\ntype Forbidden implements Failure @shareable {\n  \"The code of the error catalogue.\"\n  code: String!\n  \"What went wrong.\"\n  message: String!\n  \"What to do about it.\"\n  hint: String!\n}\n\n\"The state does not allow this now.\"\ntype Conflict implements Failure @shareable {\n  \"The code of the error catalogue.\"\n  code: String!\n  \"What went wrong.\"\n  message: String!\n  \"What to do about it.\"\n  hint: String!\n}";

// ---- plugins/sdk/shared-run-options.d.ts

/** How fields that capabilities answer are asked, in SDL; part of `sharedTypeDefs`. */
export declare const runOptionTypeDefs = "\n\"Who waits for a run.\"\nenum RunPriority {\n  \"A person, now: of what waits in the tenant it comes first.\"\n  INTERACTIVE\n  \"Nobody in particular.\"\n  NORMAL\n  \"A batch: it comes last, and takes at most half of the places.\"\n  BATCH\n}\n\n\"A version of a prompt.\"\ninput PromptPinInput {\n  \"The name of the prompt.\"\n  prompt: String!\n  \"A version such as 3, or a label such as candidate.\"\n  version: String!\n}\n\n\"What a run uses, whatever would be used now: the same pin and input give the stored answer again.\"\ninput RunPinInput {\n  \"Versions of prompts; those that are not named are those in use.\"\n  prompts: [PromptPinInput!]\n  \"The alias of the models file that all its calls use.\"\n  model: String\n  \"What answers, and nothing else.\"\n  engine: Engine\n}\n\n\"How a run is made; what is not said is as usual.\"\ninput RunOptionsInput {\n  \"Who waits for it; a person, where the field answers one.\"\n  priority: RunPriority\n  \"It fails with TIMEOUT when it has not ended after so many milliseconds, 100 to 300,000.\"\n  deadlineMs: Int\n  \"Given to models that take one, so that they say the same again.\"\n  seed: Int\n  \"What is used, whatever would be used now.\"\n  pin: RunPinInput\n}\n";

// ---- plugins/sdk/shared-types.d.ts

/**
 * The types that every subgraph shares, in SDL. A subgraph names them without defining them; `withSharedTypes` adds
 * those it uses, as `@shareable`. `schema/shared.graphql` is generated from here.
 */
export declare const sharedTypeDefs = "\n\"An instant, ISO 8601 in UTC.\"\nscalar DateTime\n\"A calendar day, ISO 8601.\"\nscalar Date\n\"Any JSON value.\"\nscalar JSON\n\"An exact decimal number, as a string.\"\nscalar Decimal\n\"An opaque place in a list or a stream.\"\nscalar Cursor\n\n\"Where a page of a list stands.\"\ntype PageInfo @shareable {\n  \"Whether more follow.\"\n  hasNextPage: Boolean!\n  \"Whether some come before.\"\n  hasPreviousPage: Boolean!\n  \"The cursor of the first node.\"\n  startCursor: Cursor\n  \"The cursor of the last node.\"\n  endCursor: Cursor\n}\n\n\"An amount of money.\"\ntype Money @shareable {\n  \"The exact amount.\"\n  amount: Decimal!\n  \"ISO 4217.\"\n  currency: String!\n}\n\n\"An outcome of a mutation that is expected and is not success.\"\ninterface Failure {\n  \"The code of the error catalogue.\"\n  code: String!\n  \"What went wrong.\"\n  message: String!\n  \"What to do about it.\"\n  hint: String!\n}\n\n\"The input is not valid.\"\ntype InvalidInput implements Failure @shareable {\n  \"The code of the error catalogue.\"\n  code: String!\n  \"What went wrong.\"\n  message: String!\n  \"What to do about it.\"\n  hint: String!\n}\n\n\"What the input names does not exist, or may not be read.\"\ntype NotFound implements Failure @shareable {\n  \"The code of the error catalogue.\"\n  code: String!\n  \"What went wrong.\"\n  message: String!\n  \"What to do about it.\"\n  hint: String!\n}\n\n\"The caller may not do this.\"\ntype Forbidden implements Failure @shareable {\n  \"The code of the error catalogue.\"\n  code: String!\n  \"What went wrong.\"\n  message: String!\n  \"What to do about it.\"\n  hint: String!\n}\n\n\"The state does not allow this now.\"\ntype Conflict implements Failure @shareable {\n  \"The code of the error catalogue.\"\n  code: String!\n  \"What went wrong.\"\n  message: String!\n  \"What to do about it.\"\n  hint: String!\n}\n\n\"What answered.\"\nenum Engine {\n  \"A language model.\"\n  MODEL\n  \"A deterministic algorithm of the plugin.\"\n  BUILT_IN\n}\n\n\n\"Who waits for a run.\"\nenum RunPriority {\n  \"A person, now: of what waits in the tenant it comes first.\"\n  INTERACTIVE\n  \"Nobody in particular.\"\n  NORMAL\n  \"A batch: it comes last, and takes at most half of the places.\"\n  BATCH\n}\n\n\"A version of a prompt.\"\ninput PromptPinInput {\n  \"The name of the prompt.\"\n  prompt: String!\n  \"A version such as 3, or a label such as candidate.\"\n  version: String!\n}\n\n\"What a run uses, whatever would be used now: the same pin and input give the stored answer again.\"\ninput RunPinInput {\n  \"Versions of prompts; those that are not named are those in use.\"\n  prompts: [PromptPinInput!]\n  \"The alias of the models file that all its calls use.\"\n  model: String\n  \"What answers, and nothing else.\"\n  engine: Engine\n}\n\n\"How a run is made; what is not said is as usual.\"\ninput RunOptionsInput {\n  \"Who waits for it; a person, where the field answers one.\"\n  priority: RunPriority\n  \"It fails with TIMEOUT when it has not ended after so many milliseconds, 100 to 300,000.\"\n  deadlineMs: Int\n  \"Given to models that take one, so that they say the same again.\"\n  seed: Int\n  \"What is used, whatever would be used now.\"\n  pin: RunPinInput\n}\n\n\n\"What screening said of a run's input and output.\"\nenum Screening {\n  \"Nothing was found.\"\n  ALLOWED\n  \"Text was changed.\"\n  MODIFIED\n  \"It was stopped.\"\n  BLOCKED\n  \"No screen is installed.\"\n  UNSCREENED\n}\n\n\"The result of a rule.\"\nenum VerdictResult {\n  \"The rule holds.\"\n  PASSED\n  \"The rule did not hold and the output was mended.\"\n  FIXED\n  \"A person has to look at it.\"\n  REVIEW\n  \"The output may not be used.\"\n  REJECTED\n}\n\n\"What a versioned rule said.\"\ntype Verdict @shareable {\n  \"The rule's id.\"\n  rule: String!\n  \"The rule's version.\"\n  version: Int!\n  \"What it said.\"\n  result: VerdictResult!\n  \"Why.\"\n  reason: String\n}\n\n\"An entity that an output rests on.\"\ntype Evidence @shareable {\n  \"The document.\"\n  documentId: ID!\n  \"The version of the document.\"\n  versionId: ID!\n  \"The page, from 1.\"\n  page: Int\n  \"The first code point of the page's text.\"\n  start: Int\n  \"The code point after the last.\"\n  end: Int\n  \"The text there.\"\n  quote: String\n  \"How well it matched.\"\n  score: Float\n}\n\n\"How a stored result was found.\"\nenum CacheHit {\n  \"For the same question, by the same versions.\"\n  EXACT\n  \"For a question that means the same, by the same versions.\"\n  SEMANTIC\n}\n\n\"How a result came to be.\"\ntype ResultInfo @shareable {\n  \"The run.\"\n  runId: ID!\n  \"The audit record of the decision.\"\n  decisionId: ID\n  \"The capability.\"\n  capability: String!\n  \"The version of the plugin.\"\n  pluginVersion: String!\n  \"What answered.\"\n  engine: Engine!\n  \"The version of the prompt.\"\n  promptVersion: String\n  \"The model.\"\n  model: String\n  \"What screening said.\"\n  screening: Screening!\n  \"Whether every citation was verified; null when the capability makes none.\"\n  grounded: Boolean\n  \"What it rests on.\"\n  evidence: [Evidence!]! @listSize(assumedSize: 20)\n  \"What the rules said.\"\n  verdicts: [Verdict!]! @listSize(assumedSize: 10)\n  \"What it cost in US dollars; null when the price is not known.\"\n  costUsd: Decimal\n  \"What it was expected to cost at most before it began, in US dollars; null when a price is not known.\"\n  estimatedCostUsd: Decimal\n  \"Tokens that the model read.\"\n  inputTokens: Int!\n  \"Tokens that the model wrote.\"\n  outputTokens: Int!\n  \"Whether something was cut: the context did not fit, or the model stopped at its longest answer.\"\n  truncated: Boolean!\n  \"From which cache it comes; null when it was made for this run.\"\n  cached: CacheHit\n  \"The seed that models were given; null without one.\"\n  seed: Int\n  \"Whether it was made with a pin or a seed: then it is nobody else's stored result. Null for no.\"\n  pinned: Boolean\n  \"How long it took, in milliseconds.\"\n  durationMs: Float!\n  \"When it was made.\"\n  createdAt: DateTime!\n}\n\n\"What carries the record of how it was made.\"\ninterface Result {\n  \"How it came to be.\"\n  result: ResultInfo!\n}\n\n\"An answer that passed validation, grounding and rules.\"\ntype Answer implements Result @shareable {\n  \"The text, when the capability makes one.\"\n  text: String\n  \"The typed output as JSON.\"\n  output: JSON\n  \"How it came to be.\"\n  result: ResultInfo!\n}\n\n\"An outcome that a person has to look at.\"\ntype NeedsReview implements Result @shareable {\n  \"Why.\"\n  reason: String!\n  \"The review.\"\n  reviewId: ID\n  \"The typed output as JSON.\"\n  output: JSON\n  \"How it came to be.\"\n  result: ResultInfo!\n}\n\n\"The system does not answer this.\"\ntype Refused implements Result @shareable {\n  \"The code of the refusal.\"\n  code: String!\n  \"Why.\"\n  reason: String!\n  \"How it came to be.\"\n  result: ResultInfo!\n}\n\n\"The budget is used up.\"\ntype BudgetExceeded implements Result @shareable {\n  \"Which budget.\"\n  reason: String!\n  \"When the next period begins.\"\n  resetsAt: DateTime!\n  \"How it came to be.\"\n  result: ResultInfo!\n}\n\n\"The documents do not say.\"\ntype InsufficientEvidence implements Result @shareable {\n  \"What was missing.\"\n  reason: String!\n  \"How it came to be.\"\n  result: ResultInfo!\n}\n\n\"The expected outcomes of a capability.\"\nunion AIResult = Answer | NeedsReview | Refused | BudgetExceeded | InsufficientEvidence\n\n\"One part of a run's append-only log.\"\ninterface RunEvent {\n  \"The run.\"\n  runId: ID!\n  \"Where this part stands in the run; subscribe again after it.\"\n  cursor: Cursor!\n}\n\n\"The run began.\"\ntype RunStarted implements RunEvent @shareable {\n  \"The run.\"\n  runId: ID!\n  \"Where this part stands.\"\n  cursor: Cursor!\n  \"The capability.\"\n  capability: String!\n  \"What answers.\"\n  engine: Engine!\n}\n\n\"More text. It is unchecked until the run has finished.\"\ntype TextDelta implements RunEvent @shareable {\n  \"The run.\"\n  runId: ID!\n  \"Where this part stands.\"\n  cursor: Cursor!\n  \"The text to append.\"\n  text: String!\n  \"True where another model goes on after the first broke off; what was said before stays.\"\n  resumed: Boolean\n}\n\n\"A part of a typed output became known.\"\ntype ObjectDelta implements RunEvent @shareable {\n  \"The run.\"\n  runId: ID!\n  \"Where this part stands.\"\n  cursor: Cursor!\n  \"A JSON pointer into the output.\"\n  path: String!\n  \"The value there.\"\n  value: JSON\n}\n\n\"The model asks for a tool.\"\ntype ToolCall implements RunEvent @shareable {\n  \"The run.\"\n  runId: ID!\n  \"Where this part stands.\"\n  cursor: Cursor!\n  \"The call.\"\n  callId: ID!\n  \"The tool.\"\n  tool: String!\n  \"Its arguments.\"\n  arguments: JSON\n}\n\n\"What a tool answered.\"\ntype ToolResult implements RunEvent @shareable {\n  \"The run.\"\n  runId: ID!\n  \"Where this part stands.\"\n  cursor: Cursor!\n  \"The call.\"\n  callId: ID!\n  \"The answer.\"\n  result: JSON\n  \"The code of the error, if it failed.\"\n  error: String\n}\n\n\"A place of the answer rests on a place of a document.\"\ntype Citation implements RunEvent @shareable {\n  \"The run.\"\n  runId: ID!\n  \"Where this part stands.\"\n  cursor: Cursor!\n  \"The first code point of the answer's text.\"\n  answerStart: Int!\n  \"The code point after the last.\"\n  answerEnd: Int!\n  \"The version of the document.\"\n  versionId: ID!\n  \"The document; null when it may not be read.\"\n  document: Document\n  \"The page, from 1.\"\n  page: Int!\n  \"The first code point of the page's text.\"\n  start: Int!\n  \"The code point after the last.\"\n  end: Int!\n  \"The text there, verified when it was written.\"\n  quote: String!\n}\n\n\"What was used so far.\"\ntype Usage implements RunEvent @shareable {\n  \"The run.\"\n  runId: ID!\n  \"Where this part stands.\"\n  cursor: Cursor!\n  \"Tokens that the model read.\"\n  inputTokens: Int!\n  \"Tokens that the model wrote.\"\n  outputTokens: Int!\n  \"Cost in US dollars; null when the price is not known.\"\n  costUsd: Decimal\n}\n\n\"The run began anew: what was shown before is replaced by what follows.\"\ntype RunRestarted implements RunEvent @shareable {\n  \"The run.\"\n  runId: ID!\n  \"Where this part stands.\"\n  cursor: Cursor!\n  \"How often it began anew.\"\n  epoch: Int!\n  \"Why.\"\n  reason: String!\n}\n\n\"The run ended with an expected outcome.\"\ntype RunFinished implements RunEvent @shareable {\n  \"The run.\"\n  runId: ID!\n  \"Where this part stands.\"\n  cursor: Cursor!\n  \"The outcome, checked.\"\n  result: AIResult!\n}\n\n\"The run ended with an error.\"\ntype RunFailed implements RunEvent @shareable {\n  \"The run.\"\n  runId: ID!\n  \"Where this part stands.\"\n  cursor: Cursor!\n  \"The code of the error catalogue.\"\n  code: String!\n  \"What went wrong.\"\n  message: String!\n  \"Whether starting it again may help.\"\n  retryable: Boolean!\n}\n\n\"Somebody cancelled the run.\"\ntype RunCancelled implements RunEvent @shareable {\n  \"The run.\"\n  runId: ID!\n  \"Where this part stands.\"\n  cursor: Cursor!\n  \"Who.\"\n  by: String!\n}\n\n\"A document, known here by its id.\"\ntype Document @key(fields: \"id\", resolvable: false) {\n  \"The document's id.\"\n  id: ID!\n}\n";
/** Directives that SDL may use without defining them. */
export declare const sharedDirectives = "\n\"This field is made by a capability.\"\ndirective @ai(\n  \"The capability.\"\n  capability: String!\n  \"What is cached: NONE or STORED.\"\n  cache: String\n  \"What is promised of the same input: SAME_RESULT or VARIES.\"\n  consistency: String\n) on FIELD_DEFINITION\n";
/** The line that makes SDL a subgraph of Federation 2. */
export declare const federationLink = "\nextend schema @link(url: \"https://specs.apollo.dev/federation/v2.9\", import: [\"@key\", \"@shareable\", \"@external\", \"@requires\", \"@provides\", \"@tag\", \"@composeDirective\", \"@cost\", \"@listSize\"])\n";

// ---- plugins/sdk/steps.d.ts

import { z } from 'zod';
/** The steps of ingestion in their order. */
export declare const ingestSteps: readonly ['parse', 'screen', 'classify', 'extract', 'chunk', 'embed', 'index', 'relate', 'recommend', 'validate', 'record'];
/** One of `ingestSteps`. */
export type IngestStep = (typeof ingestSteps)[number];
/** Steps that a plugin's capability can fill. */
export declare const capabilitySteps: readonly ['screen', 'classify', 'extract', 'relate', 'recommend'];
/** One of `capabilitySteps`. */
export type CapabilityStep = (typeof capabilitySteps)[number];
/** The input of every step capability. */
export declare const stepInput: z.ZodObject<{
    documentId: z.ZodUUID;
    versionId: z.ZodUUID;
}, z.core.$strip>;
/** What a step is about: a document, and the version that is read. */
export type StepInput = z.infer<typeof stepInput>;
/** The step `screen`: what was found in the document, and whether it may go on. */
export declare const screenOutput: z.ZodObject<{
    verdict: z.ZodEnum<{
        ALLOW: "ALLOW";
        QUARANTINE: "QUARANTINE";
        REVIEW: "REVIEW";
    }>;
    policy: z.ZodOptional<z.ZodString>;
    findings: z.ZodArray<z.ZodObject<{
        page: z.ZodNullable<z.ZodInt>;
        start: z.ZodNullable<z.ZodInt>;
        end: z.ZodNullable<z.ZodInt>;
        quote: z.ZodNullable<z.ZodString>;
        kind: z.ZodString;
        severity: z.ZodEnum<{
            HIGH: "HIGH";
            INFO: "INFO";
            LOW: "LOW";
            MEDIUM: "MEDIUM";
        }>;
        verdict: z.ZodEnum<{
            ALLOW: "ALLOW";
            QUARANTINE: "QUARANTINE";
            REVIEW: "REVIEW";
        }>;
        rule: z.ZodString;
        ruleVersion: z.ZodInt;
        carrier: z.ZodNullable<z.ZodString>;
    }, z.core.$strip>>;
}, z.core.$strip>;
/** The step `classify`: kind and language, confidences from 0 to 1, and the words that show them. */
export declare const classifyOutput: z.ZodObject<{
    kind: z.ZodString;
    confidence: z.ZodNumber;
    language: z.ZodNullable<z.ZodString>;
    languageConfidence: z.ZodNumber;
    cues: z.ZodArray<z.ZodObject<{
        page: z.ZodNullable<z.ZodInt>;
        start: z.ZodNullable<z.ZodInt>;
        end: z.ZodNullable<z.ZodInt>;
        quote: z.ZodNullable<z.ZodString>;
        cue: z.ZodString;
    }, z.core.$strip>>;
}, z.core.$strip>;
/** One extracted field with its place in the text, if it has one. */
export declare const extractedField: z.ZodObject<{
    page: z.ZodNullable<z.ZodInt>;
    start: z.ZodNullable<z.ZodInt>;
    end: z.ZodNullable<z.ZodInt>;
    quote: z.ZodNullable<z.ZodString>;
    name: z.ZodString;
    value: z.ZodJSONSchema;
    confidence: z.ZodNumber;
}, z.core.$strip>;
/** The step `extract`. */
export declare const extractOutput: z.ZodObject<{
    fields: z.ZodArray<z.ZodObject<{
        page: z.ZodNullable<z.ZodInt>;
        start: z.ZodNullable<z.ZodInt>;
        end: z.ZodNullable<z.ZodInt>;
        quote: z.ZodNullable<z.ZodString>;
        name: z.ZodString;
        value: z.ZodJSONSchema;
        confidence: z.ZodNumber;
    }, z.core.$strip>>;
    review: z.ZodArray<z.ZodObject<{
        field: z.ZodString;
        reason: z.ZodString;
    }, z.core.$strip>>;
}, z.core.$strip>;
/** The step `relate`: documents that belong to this one, scores from 0 to 1. */
export declare const relateOutput: z.ZodObject<{
    related: z.ZodArray<z.ZodObject<{
        documentId: z.ZodUUID;
        relation: z.ZodString;
        score: z.ZodNumber;
        reason: z.ZodString;
    }, z.core.$strip>>;
}, z.core.$strip>;
/** What can be recommended. */
export declare const recommendationKinds: readonly ['APPROVE', 'REVIEW', 'FLAG_DUPLICATE', 'MATCH_ORDER', 'SIMILAR'];
/** One thing to do, with why and what it rests on. */
export declare const proposal: z.ZodObject<{
    kind: z.ZodEnum<{
        APPROVE: "APPROVE";
        FLAG_DUPLICATE: "FLAG_DUPLICATE";
        MATCH_ORDER: "MATCH_ORDER";
        REVIEW: "REVIEW";
        SIMILAR: "SIMILAR";
    }>;
    title: z.ZodString;
    rationale: z.ZodString;
    confidence: z.ZodNumber;
    action: z.ZodNullable<z.ZodObject<{
        operation: z.ZodString;
        variables: z.ZodRecord<z.ZodString, z.ZodJSONSchema>;
    }, z.core.$strip>>;
    evidence: z.ZodArray<z.ZodObject<{
        page: z.ZodNullable<z.ZodInt>;
        start: z.ZodNullable<z.ZodInt>;
        end: z.ZodNullable<z.ZodInt>;
        quote: z.ZodNullable<z.ZodString>;
        documentId: z.ZodUUID;
        versionId: z.ZodUUID;
        note: z.ZodNullable<z.ZodString>;
    }, z.core.$strip>>;
    facts: z.ZodRecord<z.ZodString, z.ZodJSONSchema>;
}, z.core.$strip>;
/** The step `recommend`. */
export declare const recommendOutput: z.ZodObject<{
    proposals: z.ZodArray<z.ZodObject<{
        kind: z.ZodEnum<{
            APPROVE: "APPROVE";
            FLAG_DUPLICATE: "FLAG_DUPLICATE";
            MATCH_ORDER: "MATCH_ORDER";
            REVIEW: "REVIEW";
            SIMILAR: "SIMILAR";
        }>;
        title: z.ZodString;
        rationale: z.ZodString;
        confidence: z.ZodNumber;
        action: z.ZodNullable<z.ZodObject<{
            operation: z.ZodString;
            variables: z.ZodRecord<z.ZodString, z.ZodJSONSchema>;
        }, z.core.$strip>>;
        evidence: z.ZodArray<z.ZodObject<{
            page: z.ZodNullable<z.ZodInt>;
            start: z.ZodNullable<z.ZodInt>;
            end: z.ZodNullable<z.ZodInt>;
            quote: z.ZodNullable<z.ZodString>;
            documentId: z.ZodUUID;
            versionId: z.ZodUUID;
            note: z.ZodNullable<z.ZodString>;
        }, z.core.$strip>>;
        facts: z.ZodRecord<z.ZodString, z.ZodJSONSchema>;
    }, z.core.$strip>>;
}, z.core.$strip>;
/** The output of each step, which the subgraph that owns the table stores. */
export declare const stepOutputs: {
    readonly screen: z.ZodObject<{
        verdict: z.ZodEnum<{
            ALLOW: "ALLOW";
            QUARANTINE: "QUARANTINE";
            REVIEW: "REVIEW";
        }>;
        policy: z.ZodOptional<z.ZodString>;
        findings: z.ZodArray<z.ZodObject<{
            page: z.ZodNullable<z.ZodInt>;
            start: z.ZodNullable<z.ZodInt>;
            end: z.ZodNullable<z.ZodInt>;
            quote: z.ZodNullable<z.ZodString>;
            kind: z.ZodString;
            severity: z.ZodEnum<{
                HIGH: "HIGH";
                INFO: "INFO";
                LOW: "LOW";
                MEDIUM: "MEDIUM";
            }>;
            verdict: z.ZodEnum<{
                ALLOW: "ALLOW";
                QUARANTINE: "QUARANTINE";
                REVIEW: "REVIEW";
            }>;
            rule: z.ZodString;
            ruleVersion: z.ZodInt;
            carrier: z.ZodNullable<z.ZodString>;
        }, z.core.$strip>>;
    }, z.core.$strip>;
    readonly classify: z.ZodObject<{
        kind: z.ZodString;
        confidence: z.ZodNumber;
        language: z.ZodNullable<z.ZodString>;
        languageConfidence: z.ZodNumber;
        cues: z.ZodArray<z.ZodObject<{
            page: z.ZodNullable<z.ZodInt>;
            start: z.ZodNullable<z.ZodInt>;
            end: z.ZodNullable<z.ZodInt>;
            quote: z.ZodNullable<z.ZodString>;
            cue: z.ZodString;
        }, z.core.$strip>>;
    }, z.core.$strip>;
    readonly extract: z.ZodObject<{
        fields: z.ZodArray<z.ZodObject<{
            page: z.ZodNullable<z.ZodInt>;
            start: z.ZodNullable<z.ZodInt>;
            end: z.ZodNullable<z.ZodInt>;
            quote: z.ZodNullable<z.ZodString>;
            name: z.ZodString;
            value: z.ZodJSONSchema;
            confidence: z.ZodNumber;
        }, z.core.$strip>>;
        review: z.ZodArray<z.ZodObject<{
            field: z.ZodString;
            reason: z.ZodString;
        }, z.core.$strip>>;
    }, z.core.$strip>;
    readonly relate: z.ZodObject<{
        related: z.ZodArray<z.ZodObject<{
            documentId: z.ZodUUID;
            relation: z.ZodString;
            score: z.ZodNumber;
            reason: z.ZodString;
        }, z.core.$strip>>;
    }, z.core.$strip>;
    readonly recommend: z.ZodObject<{
        proposals: z.ZodArray<z.ZodObject<{
            kind: z.ZodEnum<{
                APPROVE: "APPROVE";
                FLAG_DUPLICATE: "FLAG_DUPLICATE";
                MATCH_ORDER: "MATCH_ORDER";
                REVIEW: "REVIEW";
                SIMILAR: "SIMILAR";
            }>;
            title: z.ZodString;
            rationale: z.ZodString;
            confidence: z.ZodNumber;
            action: z.ZodNullable<z.ZodObject<{
                operation: z.ZodString;
                variables: z.ZodRecord<z.ZodString, z.ZodJSONSchema>;
            }, z.core.$strip>>;
            evidence: z.ZodArray<z.ZodObject<{
                page: z.ZodNullable<z.ZodInt>;
                start: z.ZodNullable<z.ZodInt>;
                end: z.ZodNullable<z.ZodInt>;
                quote: z.ZodNullable<z.ZodString>;
                documentId: z.ZodUUID;
                versionId: z.ZodUUID;
                note: z.ZodNullable<z.ZodString>;
            }, z.core.$strip>>;
            facts: z.ZodRecord<z.ZodString, z.ZodJSONSchema>;
        }, z.core.$strip>>;
    }, z.core.$strip>;
};
/** What a capability of this step returns. */
export type StepOutput<Step extends CapabilityStep> = z.infer<(typeof stepOutputs)[Step]>;
/** One extracted field; see `extractedField`. */
export type ExtractedField = z.infer<typeof extractedField>;
/** One proposal; see `proposal`. */
export type Proposal = z.infer<typeof proposal>;

// ---- plugins/sdk/walk.d.ts

import type { PageRequest } from './connection.js';
import type { IndexValue, StoredItem, StoreService } from './services/index.js';
/** Pages up to the end of what is read by a cursor, as `find` of a collection is; from a cursor on, or all. */
export declare function cursorPages<Item>(read: (after: string | null) => Promise<{
    items: Item[];
    endCursor: string | null;
}>, begin?: string | null): AsyncGenerator<Item[]>;
/** Pages up to the end of what is read by key, as `list` of a collection is; after a key, or all. */
export declare function keyPages<Item extends {
    readonly key: string;
}>(read: (page: {
    first: number;
    after: string | null;
}) => Promise<Item[]>, begin?: string | null): AsyncGenerator<Item[]>;
/** All that pages hold, for what is bounded otherwise, such as by what one person may have. */
export declare function allOf<Item>(pages: AsyncIterable<readonly Item[]>): Promise<Item[]>;
/** Items of a collection of the plugin whose keys begin so, in the order of their keys; after a key, or all. */
export declare function itemsBelow<Value>(store: Pick<StoreService, 'list'>, collection: string, prefix: string, begin?: string | null): AsyncGenerator<{
    key: string;
    value: Value;
}>;
/** One page of a collection of the plugin, by indexes or by the beginning of keys, for a Relay connection. */
export declare function storedPage(store: Pick<StoreService, 'list' | 'find' | 'count'>, collection: string, of: {
    where: Readonly<Record<string, IndexValue>>;
} | {
    prefix: string;
}, { first, after }: PageRequest): Promise<{
    items: StoredItem[];
    totalCount: number;
    hasNextPage: boolean;
}>;

// ---- plugins/sdk/webhook-signature.d.ts

/** The headers of a signed webhook, as Standard Webhooks names them (https://www.standardwebhooks.com). */
export declare const webhookHeaders: {
    readonly id: 'webhook-id';
    readonly timestamp: 'webhook-timestamp';
    readonly signature: 'webhook-signature';
};
/** What is signed: `id.timestamp.body`. */
interface Signed {
    id: string;
    /** Seconds since 1970. */
    timestamp: number;
    body: string | Uint8Array;
}
/** A new secret, `whsec_` and 32 random bytes in base64. */
export declare function newWebhookSecret(): string;
/**
 * The value of `webhook-signature`: HMAC-SHA256 over `id.timestamp.body`, one signature a secret, so that a receiver may
 * know the old or the new one. Errors: `WEBHOOK_INVALID`.
 */
export declare function signWebhook(message: Signed, secrets: readonly string[]): Promise<string>;
/** What a receiver has of a call. */
export interface ReceivedWebhook {
    /** Names in lower case, as Node's. */
    headers: Readonly<Record<string, string | readonly string[] | undefined>>;
    /** The bytes as they came: JSON that was parsed and written again has another signature. */
    body: string | Uint8Array;
}
/**
 * Checks that a webhook was signed with one of the secrets, five minutes ago or ahead at most; gives its id, by which the
 * same event is known when it comes again. Every signature is compared with every secret in constant time (Web Crypto), so
 * the time that it takes tells nothing. Errors: `WEBHOOK_INVALID` naming what is wrong.
 */
export declare function verifyWebhook({ headers, body }: ReceivedWebhook, secrets: readonly string[], options?: {
    toleranceSeconds?: number;
    now?: Date;
}): Promise<{
    id: string;
    timestamp: Date;
}>;
export {};

// ---- plugins/sdk/with-shared-types.d.ts

/**
 * Completes a subgraph's SDL: the federation link in front, and behind it each shared type that it names without
 * defining it, with all that type needs. An implementation is added wherever its interface is used.
 */
export declare function withSharedTypes(typeDefs: string): string;
