import { AppError, type RequestContext, type Verdict } from 'tributary/sdk';
import type {
  Clock,
  Database,
  JudgedSubject,
  LiveEvents,
  RuleEngine,
  RuleSet,
  RuleSets,
  Transaction,
} from '#platform';
import type { FactReader } from './fact-reader.js';
import { type Family, factsIn, familyOf } from './rule-facts.js';
import { shippedSet, shippedVersion, type VersionRow } from './rule-set-rows.js';

interface InForce {
  sets: readonly RuleSet[];
  /** All sets of the tenant, also those of which nothing is in force. */
  ids: ReadonlySet<string>;
  /** What the rules ask for, by capability. */
  families: ReadonlyMap<string, ReadonlySet<Family>>;
}
interface Kept {
  value: Promise<InForce>;
  until: number;
  stop: AbortController;
}

/** A change is told; should the telling be lost, it is seen after this time. */
const keptMs = 30_000;
const mostTenants = 1000;
const none: ReadonlySet<Family> = new Set();

/**
 * The rule sets that judge outputs. Kept in memory, as every run asks for them: a change of the tenant's rules, told by
 * `rules.changed`, drops what was kept.
 */
export class RuleSetsInForce implements RuleSets {
  readonly #kept = new Map<string, Kept>();

  constructor(
    private readonly parts: {
      database: Database;
      live: LiveEvents;
      rules: RuleEngine;
      facts: FactReader;
      clock: Clock;
    },
  ) {}

  async active(tx: Transaction, capability: string): Promise<RuleSet[]> {
    if (tx.tenant === null) return [];
    const { sets } = await this.#inForce(tx.tenant, tx);
    return sets.filter((set) => set.capability === capability);
  }

  async facts(context: RequestContext, { capability, documentId }: JudgedSubject) {
    const wanted = (await this.#inForce(context.tenant)).families.get(capability) ?? none;
    return wanted.size === 0 ? {} : this.parts.facts.read(context, documentId, wanted);
  }

  async judge(
    context: RequestContext,
    id: string,
    facts: Readonly<Record<string, unknown>>,
    kind = '',
  ): Promise<Verdict[]> {
    const { sets, ids } = await this.#inForce(context.tenant);
    if (!ids.has(id)) throw new AppError('NOT_FOUND', { thing: `the rule set ${id}` });
    const set = sets.find((one) => one.id === id && one.state === 'ACTIVE');
    return set ? this.parts.rules.evaluate(set, kind, facts) : [];
  }

  #inForce(tenant: string, tx: Transaction | null = null): Promise<InForce> {
    const now = this.parts.clock.now().getTime();
    const kept = this.#kept.get(tenant);
    if (kept && kept.until > now) return kept.value;
    this.#drop(tenant);
    const stop = new AbortController();
    // Listening before reading: no change falls between.
    void this.#listen(tenant, stop.signal);
    const value = tx ? load(tx) : this.parts.database.tenant(tenant, load);
    value.catch(() => this.#drop(tenant));
    this.#kept.set(tenant, { value, until: now + keptMs, stop });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > mostTenants && oldest !== undefined) this.#drop(oldest);
    return value;
  }

  #drop(tenant: string): void {
    this.#kept.get(tenant)?.stop.abort();
    this.#kept.delete(tenant);
  }

  async #listen(tenant: string, signal: AbortSignal): Promise<void> {
    for await (const _change of this.parts.live.subscribe(tenant, ['rules.changed'], signal)) {
      this.#drop(tenant);
      return;
    }
  }
}

async function load(tx: Transaction): Promise<InForce> {
  const rows = await tx.query<
    Pick<VersionRow, 'version' | 'rules'> & {
      id: string;
      name: string;
      capability: string | null;
      state: 'ACTIVE' | 'SHADOW' | null;
    }
  >(
    `select s.id, s.name, s.capability, v.version, v.rules, v.state from recommendations.rule_sets s
       left join recommendations.rule_set_versions v
         on v.tenant_id = s.tenant_id and v.set_id = s.id and v.state in ('ACTIVE', 'SHADOW')
      order by s.id, v.version`,
  );
  const sets: RuleSet[] = rows.flatMap(({ state, ...set }) => (state ? [{ ...set, state }] : []));
  const ids = new Set(rows.map(({ id }) => id));
  if (!ids.has(shippedSet.id)) {
    const { version, rules } = shippedVersion;
    const { id, name, capability } = shippedSet;
    sets.push({ id, name, capability, version, rules, state: 'ACTIVE' });
    ids.add(id);
  }
  return { sets, ids, families: familiesOf(sets) };
}

function familiesOf(sets: readonly RuleSet[]): Map<string, Set<Family>> {
  const families = new Map<string, Set<Family>>();
  for (const { capability, rules } of sets) {
    if (capability === null) continue;
    const wanted = families.get(capability) ?? new Set();
    for (const { name } of rules.flatMap(factsIn)) {
      const family = familyOf(name);
      if (family) wanted.add(family);
    }
    families.set(capability, wanted);
  }
  return families;
}
