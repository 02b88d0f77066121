import DataLoader from 'dataloader';
import type { CapabilityRef, ResultsService } from 'tributary/sdk';

interface Asked {
  readonly capability: string;
  readonly input: Record<string, unknown>;
}
type Latest = Awaited<ReturnType<ResultsService['latest']>>;

/**
 * `results.latest` for a thread: the resolvers of a list each ask for the result of their item, and all that ask in one
 * tick cross to the host in one call a capability.
 */
export function batchedLatest(latestOf: ResultsService['latestOf']): ResultsService['latest'] {
  const loader = new DataLoader<Asked, Latest>((asked) => loadAll(asked, latestOf), { cache: false });
  return (capability, input) => loader.load({ capability: idOf(capability), input });
}

async function loadAll(
  asked: readonly Asked[],
  latestOf: ResultsService['latestOf'],
): Promise<(Latest | Error)[]> {
  const answers = new Map<Asked, Latest | Error>();
  const groups = Map.groupBy(asked, ({ capability }) => capability);
  await Promise.all(
    [...groups].map(([capability, group]) => loadGroup(capability, group, latestOf, answers)),
  );
  return asked.map((one) => answers.get(one) ?? null);
}

async function loadGroup(
  capability: string,
  group: readonly Asked[],
  latestOf: ResultsService['latestOf'],
  answers: Map<Asked, Latest | Error>,
): Promise<void> {
  try {
    const found = await latestOf(
      capability,
      group.map(({ input }) => input),
    );
    for (const [at, one] of group.entries()) answers.set(one, found[at] ?? null);
  } catch (error) {
    // One input that does not fit must not fail the others.
    if (group.length > 1)
      await Promise.all(group.map((one) => loadGroup(capability, [one], latestOf, answers)));
    else for (const one of group) answers.set(one, error as Error);
  }
}

const idOf = (ref: CapabilityRef): string => (typeof ref === 'string' ? ref : ref.id);
