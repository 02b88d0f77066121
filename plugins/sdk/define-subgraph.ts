import type { AnyCapability } from './define-capability.js';
import { AppError } from './errors.js';
import { failureTypeOf, outcomeOf } from './failures.js';
import { runOptionsOf } from './run-options.js';
import type { AIResult } from './run-parts.js';
import type { ResolverContext, RunOptions } from './services/index.js';

/** A resolver without types of its own; generated types say more (`Resolver`). */
export type FieldResolver = (
  parent: Record<string, unknown>,
  args: Record<string, unknown>,
  context: ResolverContext,
) => unknown;

/** The resolver of a subscription's field: the events, each the value of the field. */
export interface SubscriptionResolver {
  subscribe(parent: unknown, args: Record<string, unknown>, context: ResolverContext): AsyncIterable<unknown>;
}

/** A field's resolver, as generated types have it: a parameter may be declared more closely than the SDL says. */
export type Resolver<Parent, Arguments, Answer, Context> = {
  resolve(parent: Parent, args: Arguments, context: Context): Answer | Promise<Answer>;
}['resolve'];

/** The resolver of a subscription's field, as generated types have it. */
export type StreamResolver<Arguments, Answer, Context> =
  | SubscriptionResolver
  | { subscribe(parent: unknown, args: Arguments, context: Context): AsyncIterable<Answer> };

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
export function defineSubgraph<Resolvers extends object = ResolverMap>(definition: {
  readonly typeDefs: string;
  readonly resolvers: Resolvers;
}): SubgraphDefinition {
  const { typeDefs, resolvers } = definition;
  // The types of the resolvers are the author's; graphql calls them with what the SDL says.
  return Object.freeze({ typeDefs, resolvers: resolvers as unknown as ResolverMap });
}

/** Marks SDL for editors; joins the template as it is. */
export function gql(strings: TemplateStringsArray, ...values: readonly string[]): string {
  return String.raw({ raw: strings }, ...values);
}

/**
 * A subscription that joins the newest run of the capability for its arguments and streams its events. The field's
 * arguments are the capability's input, but for `after` (a cursor to go on from), `anew` and `options` (a
 * `RunOptionsInput`). A person waits for it, unless the options say otherwise.
 */
export function streamOf(capability: AnyCapability): SubscriptionResolver {
  return {
    async *subscribe(_parent, { after, anew, options, ...input }, { runs, signal }) {
      const cursor = typeof after === 'string' ? after : null;
      const asked = { capability, arguments: input, anew: anew === true, after: cursor };
      const { runId } = await runs.join({ ...asked, priority: 'INTERACTIVE', ...runOptionsOf(options) });
      yield* runs.events(runId, cursor, signal);
    },
  };
}

/** A run that fails at its deadline has so long to say so. */
const graceMs = 1_000;

/** The resolver of a mutation that answers: whatever the generated types say of its union. */
export type AnswerResolver = (
  ...asked: Parameters<FieldResolver>
) => Promise<{ readonly __typename: string }>;

/**
 * A mutation that runs the capability and waits for its answer; `input` is the capability's, but for `anew` (ask again
 * although a result is stored) and `options` (a `RunOptionsInput`). Its union holds `type`, which shows the fields of the output and `result`, beside
 * `NeedsReview | Refused | BudgetExceeded | InsufficientEvidence | InvalidInput | NotFound | Forbidden | Conflict`.
 * Needs the permission `runs`.
 */
export function answerOf(capability: AnyCapability, type: string): AnswerResolver {
  return (_parent, { input }, { runs, signal }) =>
    outcomeOf(async () => {
      const { anew, options: given, ...asked } = input as Record<string, unknown>;
      const options: RunOptions = { priority: 'INTERACTIVE', ...runOptionsOf(given) };
      const { runId } = await runs.join({ capability, arguments: asked, anew: anew === true, ...options });
      const patience = patienceOf(options, signal);
      try {
        for await (const event of runs.events(runId, null, patience)) {
          if (event.type === 'RunFinished') return memberOf(event.result, type);
          if (event.type === 'RunFailed') return failedMember(event);
          if (event.type === 'RunCancelled') break;
        }
      } catch (error) {
        if (!patience.aborted || signal.aborted) throw error;
      }
      throw new AppError(patience.aborted && !signal.aborted ? 'TIMEOUT' : 'RUN_FAILED');
    });
}

/** A run that is joined may go on longer than who asks now is willing to wait; one of its own ends by itself. */
function patienceOf({ deadlineMs }: RunOptions, signal: AbortSignal): AbortSignal {
  if (typeof deadlineMs !== 'number') return signal;
  return AbortSignal.any([signal, AbortSignal.timeout(deadlineMs + graceMs)]);
}

/** The run's own words for it; a fault of ours is thrown. */
function failedMember({ code, message, retryable }: { code: string; message: string; retryable: boolean }) {
  const error = AppError.fromShape({ code, message, retryable, hint: '', details: {} });
  const type = failureTypeOf(error);
  if (type === null) throw error;
  return { __typename: type, code: error.code, message, hint: error.hint };
}

function memberOf(
  outcome: AIResult,
  type: string,
): { readonly __typename: string; readonly [field: string]: unknown } {
  if (outcome.type !== 'Answer') return { __typename: outcome.type, ...outcome };
  const { output, text, result } = outcome;
  const fields =
    typeof output === 'object' && output !== null && !Array.isArray(output) ? output : { output };
  return { text, ...fields, __typename: type, result };
}
