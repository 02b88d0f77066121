import type { ContributionLookup, Contributor, HostedContributions, HostedPlugin } from '#platform';

/** Finds what the plugins contribute as they are when it is asked. */
export function lookUpContributions(plugins: () => readonly HostedPlugin[]): ContributionLookup {
  const find = <Found>(pick: (contributions: HostedContributions) => Found | undefined) => {
    for (const { version, contributions } of plugins()) {
      const hosted = contributions && pick(contributions);
      if (hosted) return { plugin: version.manifest satisfies Contributor, hosted };
    }
    return null;
  };
  return {
    jobs: () =>
      plugins().flatMap(
        ({ contributions }) => contributions?.jobs.map(({ description }) => description.id) ?? [],
      ),
    job: (id) => find(({ jobs }) => jobs.find(({ description }) => description.id === id)),
    works: () =>
      plugins().flatMap(({ version, contributions }) =>
        (contributions?.works ?? []).map((hosted) => ({
          plugin: version.manifest satisfies Contributor,
          hosted,
        })),
      ),
    work: (id) => find(({ works }) => works.find(({ description }) => description.id === id)),
    service: (id) => find(({ services }) => services.find(({ description }) => description.id === id)),
    evaluators: () =>
      plugins().flatMap(({ version, contributions }) =>
        (contributions?.evaluators ?? []).map((hosted) => ({
          plugin: version.manifest satisfies Contributor,
          hosted,
        })),
      ),
    evaluator: (id) => find(({ evaluators }) => evaluators.find(({ description }) => description.id === id)),
    rule: (kind) => find(({ rules }) => rules.find(({ description }) => description.kind === kind)),
  };
}
