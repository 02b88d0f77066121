import { AppError, type RequestContext } from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import type { Clock, Database, Outbox, PluginCatalogue, RuleEngine, Transaction } from '#platform';
import { authorize, isAuthorized } from '#platform/access';
import { plainJson, plainText } from '#platform/graph';
import { checkRules } from './check-rules.js';
import { type GivenRule, numberRules } from './number-rules.js';
import { itemFacts, type RuleFact, shippedFacts, worldFacts } from './rule-facts.js';
import { recordedFacts, scopeOf } from './rule-scope.js';
import {
  findSet,
  findSets,
  insertSet,
  insertVersion,
  type RuleSetRow,
  type SetWithVersions,
  setColumns,
  shippedSet,
  shippedVersion,
  type VersionRow,
  type VersionState,
} from './rule-set-rows.js';

export interface SaveRuleSet {
  id: string;
  name: string | null;
  /** Of a new set; a set that stands keeps its own. */
  capability: string | null;
  rules: readonly GivenRule[];
  note: string | null;
  /** The newest version that the author has seen; another one since is a conflict. */
  basedOn: number | null;
}
export interface ChangeOfState {
  id: string;
  version: number;
  state: VersionState;
  comment: string | null;
  /** The version that the caller knows to be active, 0 for none; another one is a conflict. */
  replaces: number | null;
}
export interface ChangeRow {
  id: string;
  setId: string;
  version: number;
  fromState: VersionState | null;
  toState: VersionState;
  changedBy: string;
  at: Date;
  comment: string | null;
}

interface Parts {
  database: Database;
  outbox: Outbox;
  rules: RuleEngine;
  plugins: Pick<PluginCatalogue, 'capabilities'>;
  clock: Clock;
}

const idForm = /^[a-z][a-z0-9.-]{0,59}$/;
const mostSets = 200;
const mostVersions = 500;
/** Where a version may go from each state. */
const ways: Readonly<Record<VersionState, readonly VersionState[]>> = {
  DRAFT: ['SHADOW', 'ACTIVE', 'RETIRED'],
  SHADOW: ['DRAFT', 'ACTIVE', 'RETIRED'],
  ACTIVE: ['SHADOW', 'RETIRED'],
  RETIRED: ['SHADOW', 'ACTIVE'],
};

/** Rule sets with all their versions, saved and put in force by people. */
export class RuleSetsService {
  constructor(private readonly parts: Parts) {}

  /** By id. */
  async list(context: RequestContext): Promise<RuleSetRow[]> {
    expectReader(context);
    const rows = await this.parts.database.tenant(context.tenant, (tx) =>
      tx.query<RuleSetRow>(`select ${setColumns} from recommendations.rule_sets`),
    );
    const all = rows.some(({ id }) => id === shippedSet.id) ? rows : [...rows, shippedSet];
    return all.sort((one, other) => (one.id < other.id ? -1 : 1));
  }

  /** Sets with their versions, in the order of the ids; null for one that is not there. */
  async find(context: RequestContext, ids: readonly string[]): Promise<(SetWithVersions | null)[]> {
    expectReader(context);
    for (const id of ids) plainText('id', id);
    return this.parts.database.tenant(context.tenant, (tx) => findSets(tx, ids));
  }

  /** Of each set the newest first; at most 100. */
  async changes(context: RequestContext, ids: readonly string[]): Promise<ChangeRow[][]> {
    expectReader(context);
    const rows = await this.parts.database.tenant(context.tenant, (tx) =>
      tx.query<ChangeRow>(
        `select id, set_id as "setId", version, from_state as "fromState", to_state as "toState",
           changed_by as "changedBy", at, comment
         from (select *, row_number() over (partition by set_id order by id desc) as place
           from recommendations.rule_set_changes where set_id = any($1)) ranked
         where place <= 100 order by id desc`,
        [ids],
      ),
    );
    const bySet = Map.groupBy(rows, ({ setId }) => setId);
    return ids.map((id) => bySet.get(id) ?? []);
  }

  /** The facts that rules over a capability may ask for. */
  async facts(context: RequestContext, capability: string): Promise<RuleFact[]> {
    expectReader(context);
    plainText('capability', capability);
    const recorded = await this.parts.database.tenant(context.tenant, (tx) => recordedFacts(tx, capability));
    const described = [...itemFacts, ...(shippedFacts[capability] ?? [])];
    const names = new Set(described.map(({ name }) => name));
    const others = [...recorded].filter(([name]) => !names.has(name)).sort();
    return [
      ...described,
      ...others.map(([name, type]) => ({ name, type, description: 'Given with recorded proposals.' })),
      ...worldFacts,
    ];
  }

  /** Saves the next version as a draft. Errors: `RULE_INVALID`, `BAD_USER_INPUT`, `CAPABILITY_NOT_FOUND`, `CONFLICT`. */
  async save(context: RequestContext, input: SaveRuleSet): Promise<SetWithVersions> {
    authorize(context, 'rules:manage');
    checkInput(input);
    return this.parts.database.tenant(context.tenant, async (tx) => {
      await lock(tx, input.id);
      const at = this.parts.clock.now();
      const { set, versions: before } = await this.#setOf(tx, context, input, at);
      const newest = before[0]?.version ?? 0;
      if (input.basedOn !== null && input.basedOn !== newest)
        throw new AppError('CONFLICT', { reason: `the newest version is ${newest}, not ${input.basedOn}` });
      if (before.length >= mostVersions)
        throw new AppError('CONFLICT', { reason: `a set has at most ${mostVersions} versions` });
      const rules = numberRules(input.rules, before);
      checkRules(rules, await scopeOf(tx, set, this.parts.plugins), this.parts.rules);
      const version: VersionRow = {
        setId: set.id,
        version: newest + 1,
        state: 'DRAFT',
        rules,
        note: input.note,
        createdBy: context.actor,
        createdAt: at,
      };
      await insertVersion(tx, context.tenant, version);
      await this.#record(tx, context, { version, from: null, comment: input.note, at });
      return { set, versions: [version, ...before] };
    });
  }

  /** Errors: `NOT_FOUND`, `RULE_INVALID`, `CONFLICT` for a way that there is not, or when another version is active by now. */
  async setState(context: RequestContext, input: ChangeOfState): Promise<SetWithVersions> {
    authorize(context, 'rules:manage');
    const { state } = input;
    for (const field of ['id', 'comment'] as const) plainText(field, input[field]);
    return this.parts.database.tenant(context.tenant, async (tx) => {
      await lock(tx, input.id);
      const { set = null, versions = [] } = (await findSet(tx, input.id)) ?? {};
      const version = versions.find((one) => one.version === input.version);
      if (!set || !version)
        throw new AppError('NOT_FOUND', { thing: `version ${input.version} of the rule set ${input.id}` });
      const active = versions.find((one) => one.state === 'ACTIVE')?.version ?? 0;
      if (input.replaces !== null && input.replaces !== active)
        throw new AppError('CONFLICT', { reason: activeNow(active, input.replaces) });
      if (version.state === state) return { set, versions };
      if (!ways[version.state].includes(state))
        throw new AppError('CONFLICT', {
          reason: `a version that is ${version.state} does not become ${state}`,
        });
      const at = this.parts.clock.now();
      await this.#store(tx, context, set);
      // What was checked when it was saved may rest on a plugin that is gone, or a rule that another set has now.
      if (state !== 'DRAFT' && state !== 'RETIRED')
        checkRules(version.rules, await scopeOf(tx, set, this.parts.plugins), this.parts.rules);
      const change = async (row: VersionRow, to: VersionState, comment: string | null) => {
        const from = row.state;
        row.state = to;
        await tx.query(
          'update recommendations.rule_set_versions set state = $3 where set_id = $1 and version = $2',
          [set.id, row.version, to],
        );
        await this.#record(tx, context, { version: row, from, comment, at });
      };
      const replaced = state === 'ACTIVE' ? versions.find((one) => one.state === 'ACTIVE') : undefined;
      if (replaced) await change(replaced, 'RETIRED', `Replaced by version ${version.version}`);
      await change(version, state, input.comment);
      return { set, versions };
    });
  }

  /** The set as it stands, or a new one. The shipped one is written when it is first changed. */
  async #setOf(
    tx: Transaction,
    context: RequestContext,
    input: SaveRuleSet,
    at: Date,
  ): Promise<SetWithVersions> {
    const known = await findSet(tx, input.id);
    if (known) {
      const judged = known.set.capability;
      if (input.capability !== null && input.capability !== judged)
        throw new AppError('CONFLICT', { reason: `the set judges ${judged ?? 'nothing by itself'}` });
      await this.#store(tx, context, known.set);
      return known;
    }
    const { capability } = input;
    if (capability !== null && !this.parts.plugins.capabilities().some(({ id }) => id === capability))
      throw new AppError('CAPABILITY_NOT_FOUND', { capability });
    const [counted] = await tx.query<{ count: number }>(
      'select count(*)::int as count from recommendations.rule_sets',
    );
    if ((counted?.count ?? 0) >= mostSets)
      throw new AppError('CONFLICT', { reason: `a tenant has at most ${mostSets} rule sets` });
    const set = {
      id: input.id,
      name: input.name ?? input.id,
      capability,
      createdBy: context.actor,
      createdAt: at,
    };
    await insertSet(tx, context.tenant, set);
    return { set, versions: [] };
  }

  async #store(tx: Transaction, context: RequestContext, set: RuleSetRow): Promise<void> {
    if (set !== shippedSet) return;
    await insertSet(tx, context.tenant, shippedSet);
    await insertVersion(tx, context.tenant, shippedVersion);
  }

  async #record(
    tx: Transaction,
    context: RequestContext,
    change: { version: VersionRow; from: VersionState | null; comment: string | null; at: Date },
  ): Promise<void> {
    const { version, from, comment, at } = change;
    const { setId, state } = version;
    await tx.query(
      `insert into recommendations.rule_set_changes
         (tenant_id, id, set_id, version, from_state, to_state, changed_by, at, comment)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [context.tenant, newId(), setId, version.version, from, state, context.actor, at, comment],
    );
    const told = { ruleSetId: setId, version: version.version, state };
    await this.parts.outbox.event(tx, context, 'rules.changed', { ...told, by: context.actor });
    await this.parts.outbox.audit(tx, context, {
      kind: 'mutation',
      action: from === null ? 'rules.save' : 'rules.setState',
      subjects: [{ type: 'RuleSet', id: setId }],
      body: { version: version.version, from, state, ...(from === null && { rules: version.rules }) },
      content: comment === null ? null : { comment },
    });
  }
}

const activeNow = (active: number, known: number): string =>
  `${active === 0 ? 'no version' : `version ${active}`} is active now, not ${known === 0 ? 'none' : `version ${known}`}`;

/** Who manages rules, decides reviews or reads the record may see what judges. */
function expectReader(context: RequestContext): void {
  const any = ['reviews:resolve', 'audit:read'] as const;
  if (!any.some((permission) => isAuthorized(context, permission))) authorize(context, 'rules:manage');
}

function checkInput({ id, name, note, rules }: SaveRuleSet): void {
  if (!idForm.test(id))
    throw new AppError('BAD_USER_INPUT', { reason: `ruleSetId must match ${idForm.source}` });
  for (const [field, text] of Object.entries({ name, note })) {
    plainText(field, text);
    if (text !== null && text.length > 2000)
      throw new AppError('BAD_USER_INPUT', { reason: `${field} must have at most 2000 characters` });
  }
  plainJson('rules', rules);
}

/** One change of a set at a time. */
async function lock(tx: Transaction, id: string): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended($1, 0))`, [`rules:${tx.tenant}:${id}`]);
}
