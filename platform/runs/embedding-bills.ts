import type { Prices } from '#platform';
import type { EmbeddingBills, Payer } from '#platform/models';
import { type MeterParts, RunMeter } from './meter.js';

/** Lets embeddings be paid from the tenant's budgets, each request by itself: what runs make of them is paid the same way. */
export function createEmbeddingBills(parts: () => MeterParts & { readonly prices: Prices }): EmbeddingBills {
  const open = new Map<string, RunMeter>();
  const meterOf = ({ spender, context }: Payer) =>
    new RunMeter({ ...spender, epoch: 0, pluginMonthlyNano: null }, context, parts());
  return {
    price: ({ tenant }, model) => parts().prices.find(tenant, model),
    async reserve(payer, callId, nanoUsd) {
      const meter = meterOf(payer);
      await meter.reserve(callId, nanoUsd);
      open.set(callId, meter);
    },
    async used(payer, call) {
      const meter = open.get(call.id) ?? meterOf(payer);
      open.delete(call.id);
      await meter.used(call);
      const { database } = parts();
      await database.tenant(payer.context.tenant, (tx) => meter.settle(tx));
      meter.committed();
    },
  };
}
