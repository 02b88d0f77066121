import type { AliasSettings, Candidate } from '../configuration/alias.js';
import { namedTargets } from '../configuration/alias.js';
import type { RouteScope } from '../port.js';

/** The targets to ask in turn: of the first route that fits, spread by weight. */
export function inTurn(
  alias: AliasSettings,
  scope: RouteScope,
  inputTokens: number,
  random: () => number = Math.random,
): string[] {
  const route = alias.routes.find(
    ({ when }) => isFor(when, scope) && inputTokens > (when.inputTokensOver ?? -1),
  );
  return spread(route?.targets ?? alias.targets, random);
}

/** Every target that could answer for someone; everybody's without a scope. */
export function everyTarget(alias: AliasSettings, scope?: RouteScope): string[] {
  const routes = alias.routes.filter(({ when }) => !scope || isFor(when, scope));
  return [...new Set(namedTargets({ ...alias, routes }).map(({ target }) => target))];
}

function isFor(
  { tenants, capabilities }: AliasSettings['routes'][number]['when'],
  scope: RouteScope,
): boolean {
  if (tenants && !tenants.includes(scope.tenant)) return false;
  return !capabilities || capabilities.includes(scope.capability);
}

/** One of those with weights first, then the others of these, then those without. */
function spread(candidates: readonly Candidate[], random: () => number): string[] {
  const weighted = candidates.filter(({ weight }) => weight !== undefined);
  const rest = candidates.filter(({ weight }) => weight === undefined);
  const ordered = weighted.toSorted((a, b) => (b.weight ?? 0) - (a.weight ?? 0));
  let mark = random() * ordered.reduce((sum, { weight }) => sum + (weight ?? 0), 0);
  const first = ordered.find(({ weight }) => {
    mark -= weight ?? 0;
    return mark < 0;
  });
  const names = [...(first ? [first] : []), ...ordered, ...rest].map(({ target }) => target);
  return [...new Set(names)];
}
