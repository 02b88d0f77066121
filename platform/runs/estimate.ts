import type { RequestContext } from 'tributary/sdk';
import { v7 } from 'uuid';
import type { Account, Admission, Database, RunEstimate, SubgraphPorts, Transaction } from '#platform';
import {
  costAtMost,
  defaultAlias,
  dollars,
  estimateTokens,
  type ModelConfiguration,
  type TargetInfo,
} from '#platform/models';
import { inputHash, type ParsedInput } from '#platform/plugin-host';
import { outputTokensOf } from './answer.js';
import { accountOf } from './meter.js';
import { modelVersion } from './run-versions.js';

interface EstimateParts {
  database: Database;
  ports: Pick<SubgraphPorts, 'documents' | 'prompts' | 'prices' | 'ledger'>;
  models: ModelConfiguration | null;
}

type Costs = Omit<RunEstimate, 'isStored'>;
const nothing: Costs = {
  engine: 'BUILT_IN',
  model: null,
  inputTokens: 0,
  maxOutputTokens: 0,
  estimatedCostUsd: '0',
  budgetAdmits: true,
  resetsAt: null,
};

/**
 * What one model call of a run would take at most: its longest prompt with the input and the documents that the input
 * names, as far as they fit. Nothing is held, written or sent. Texts and prices are read in transactions of their own,
 * one after the other: whoever holds a connection waits for no other.
 */
export async function estimateCosts(
  context: RequestContext,
  parsed: ParsedInput,
  parts: EstimateParts,
): Promise<Costs> {
  const { capability } = parsed;
  const { database, models, ports } = parts;
  const { tenant } = context;
  if (!models || modelVersion(capability, tenant, models) === null) return nothing;
  const { alias, tokens, maxOutput } = await database.tenant(tenant, (tx) =>
    longestPrompt(tx, parsed, parts),
  );
  const texts = await Promise.all(parsed.documentIds.map((id) => ports.documents.read(context, id)));
  const given = [JSON.stringify(parsed.input), ...texts.map(({ text }) => text)];
  const wanted = given.reduce((sum, text) => sum + estimateTokens(text), tokens);
  const scope = { tenant, capability: capability.definition.id };
  const target = models.target(alias, scope, wanted);
  const maxOutputTokens = Math.min(maxOutput, target.maxOutputTokens ?? maxOutput);
  const inputTokens = Math.min(wanted, roomOf(target, maxOutputTokens));
  const price = await ports.prices.find(tenant, target);
  const nanoUsd = price && costAtMost(price, inputTokens, maxOutputTokens);
  const admission = nanoUsd
    ? await database.tenant(tenant, (tx) => admits(tx, context, parsed, nanoUsd, parts))
    : ({ admitted: true } as const);
  return {
    engine: 'MODEL',
    model: target.model,
    inputTokens,
    maxOutputTokens,
    estimatedCostUsd: nanoUsd === null ? null : dollars(nanoUsd),
    budgetAdmits: admission.admitted,
    resetsAt: admission.admitted ? null : admission.resetsAt,
  };
}

/** Which of its plugin's prompts a capability renders only its code knows: the longest is the careful guess. */
async function longestPrompt(
  tx: Transaction,
  { capability, input }: ParsedInput,
  { ports }: EstimateParts,
): Promise<{ alias: string; tokens: number; maxOutput: number }> {
  const most = outputTokensOf(capability);
  const names = capability.plugin.contributes.prompts;
  const { pins } = await ports.prompts.pin(tx, names, inputHash(input));
  const prompts = await Promise.all(names.map((name) => ports.prompts.pinned(tx, pins, name)));
  const sized = prompts.map(({ text, settings }) => ({ settings, tokens: estimateTokens(text) }));
  const [longest] = sized.sort((one, other) => other.tokens - one.tokens);
  const { alias, maxOutputTokens } = longest?.settings ?? {};
  return {
    alias: typeof alias === 'string' ? alias : defaultAlias,
    tokens: longest?.tokens ?? 0,
    maxOutput: typeof maxOutputTokens === 'number' ? Math.min(maxOutputTokens, most) : most,
  };
}

function roomOf({ contextTokens }: TargetInfo, maxOutputTokens: number): number {
  return contextTokens === null ? Infinity : Math.max(0, contextTokens - maxOutputTokens);
}

/** Asks the ledger as a run would, and takes it back: nothing is held, and nobody is warned. */
async function admits(
  tx: Transaction,
  context: RequestContext,
  { capability }: ParsedInput,
  nanoUsd: bigint,
  { ports }: EstimateParts,
): Promise<Admission> {
  const account: Account = accountOf(
    { runId: v7(), capability: capability.definition.id },
    0,
    capability.plugin,
  );
  await tx.query('savepoint estimate');
  const admission = await ports.ledger.hold(tx, context, account, { callId: v7(), nanoUsd }, []);
  await tx.query('rollback to savepoint estimate');
  return admission;
}
