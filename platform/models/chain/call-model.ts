import { AppError } from 'tributary/sdk';
import type { Metrics } from '#platform/telemetry';
import type { AliasSettings } from '../configuration/alias.js';
import type { CallEnd, CallPart, CallRequest, ModelCaller } from '../port.js';
import { ProviderFailure } from '../providers/provider.js';
import { Answer } from './answer.js';
import { attempt } from './attempt.js';
import { errorOf } from './failure.js';
import { inTurn } from './routing.js';
import { Selection, type Turn } from './selection.js';
import { type SentRequest, sentTo } from './sent-request.js';
import type { Spares } from './spares.js';
import type { Target } from './target.js';
import { aboutTokens, askedBytes, bytesOf } from './tokens.js';

export interface ChainParts {
  readonly targets: ReadonlyMap<string, Target>;
  readonly metrics: Pick<Metrics, 'llmFallback'>;
  readonly spares: Spares;
}

/**
 * One answer, streamed: of the targets of an alias, in at most three attempts and one deadline. What was passed on stays:
 * a stream that breaks after that ends with an error, or another target goes on with it.
 */
export async function* callModel(
  { targets, metrics, spares }: ChainParts,
  alias: AliasSettings,
  request: CallRequest,
  caller: ModelCaller,
): AsyncGenerator<CallPart, CallEnd> {
  const { context, capability, allowBuiltIn, signal } = caller;
  const scope = { tenant: context.tenant, capability };
  const list = inTurn(alias, scope, aboutTokens(askedBytes(request)));
  const selection = new Selection(targets, alias, list, { deadline: context.deadline, allowBuiltIn });
  const answer = new Answer(request);
  for (;;) {
    const turn = await nextTurn(selection, answer, signal);
    const { settings } = turn.target;
    const sent = fitted(turn, answer, selection);
    if (!sent) continue;
    if (turn.instead) {
      metrics.llmFallback.inc({ from: turn.instead.of, to: settings.name, reason: turn.instead.because });
    }
    spares.load(alias, turn.target);
    try {
      const { finishReason, usage } = yield* ask(turn, sent, answer, caller);
      answer.answered();
      const { name, model } = settings;
      const { maxOutputTokens } = sent;
      return { text: answer.text, finishReason, usage, target: name, model, maxOutputTokens };
    } catch (error) {
      if (error instanceof AppError && error.code === 'BUDGET_EXCEEDED') {
        selection.tooDear(settings.name, error);
      } else if (error instanceof ProviderFailure) {
        selection.failed(settings.name, error);
        if (answer.hasBegun) breakOff(error, answer, alias, () => selection.brokeOff(settings.name));
      } else throw error;
    }
  }
}

/** What this target is sent; null when it cannot be made to fit, and another one is to be asked. */
function fitted({ target, permit }: Turn, answer: Answer, selection: Selection): SentRequest | null {
  try {
    return sentTo(target.info, answer.request);
  } catch (error) {
    permit.dropped();
    if (!(error instanceof AppError && error.code === 'CONTEXT_TOO_LARGE')) throw error;
    selection.tooSmall(target.settings.name, error);
    return null;
  }
}

function ask(turn: Turn, request: SentRequest, answer: Answer, caller: ModelCaller) {
  const { target, number, instead, permit, limits } = turn;
  const asked = { target, request, caller, bytes: bytesOf(request), number, instead };
  return answer.pass(attempt(asked, permit, limits), target.settings.name);
}

/** Nothing is tried again once a part was passed on: the answer is continued, if the alias says so, or ends here. */
function breakOff(failure: ProviderFailure, answer: Answer, alias: AliasSettings, goOn: () => void): void {
  if (failure.class === 'content-policy') throw errorOf(failure);
  if (alias.onBreak === 'fail' || !answer.canGoOn) throw interrupted(failure);
  goOn();
}

async function nextTurn(selection: Selection, answer: Answer, signal: AbortSignal): Promise<Turn> {
  try {
    return await selection.next(signal);
  } catch (error) {
    // Whatever the others failed by: the reader has to know that this answer is not whole.
    throw answer.hasBegun && error instanceof AppError && !signal.aborted ? interrupted(error) : error;
  }
}

const interrupted = (cause: unknown) => new AppError('STREAM_INTERRUPTED', {}, { cause });
