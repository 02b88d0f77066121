import {
  Arg,
  Args,
  Ctx,
  Directive,
  FieldResolver,
  ID,
  Int,
  Mutation,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import {
  decodeCursor,
  type GraphContext,
  outcome,
  type Page,
  PageArguments,
  pageCost,
  pageOf,
  pageSize,
} from '#platform/graph';
import type { GivenRule } from './number-rules.js';
import {
  type BusinessRuleInput,
  RuleFactView,
  RuleSetChange,
  RuleSetChangeConnection,
  RuleSetConnection,
  RuleSetPayload,
  RuleSetResult,
  RuleSetVersion,
  RuleSetVersionConnection,
  RuleSetView,
  SaveRuleSetInput,
  SetRuleSetStateInput,
} from './rule-set.type.js';
import { payloadOf, setView } from './rule-set.view.js';
import type { ChangeRow, RuleSetsService } from './rule-sets.service.js';

@Resolver(() => RuleSetView)
export class RuleSetResolver {
  constructor(private readonly sets: RuleSetsService) {}

  @Directive(pageCost)
  @Query(() => RuleSetConnection, { description: 'The rule sets of the tenant, by id.' })
  async ruleSets(
    @Args(() => PageArguments) { first, after }: PageArguments,
    @Ctx() { request }: GraphContext,
  ): Promise<Page<RuleSetView>> {
    const rows = await this.sets.list(request);
    const { part, ...page } = partOf(rows, { first, after }, ({ id }) => id);
    const found = await this.sets.find(
      request,
      part.map(({ id }) => id),
    );
    return pageOf(
      found.flatMap((set) => (set ? [setView(set)] : [])),
      { ...page, cursorOf: ({ id }) => [id] },
    );
  }

  @Query(() => RuleSetView, {
    nullable: true,
    description: 'A rule set; null when there is none of this id.',
  })
  async ruleSet(
    @Arg('id', () => ID, { description: 'The id.' }) id: string,
    @Ctx() { request }: GraphContext,
  ): Promise<RuleSetView | null> {
    const [found] = await this.sets.find(request, [id]);
    return found ? setView(found) : null;
  }

  @Directive('@listSize(assumedSize: 50)')
  @Query(() => [RuleFactView], {
    description: 'The facts that rules over the outputs of a capability may ask for.',
  })
  ruleFacts(
    @Arg('capability', () => String, { description: 'The capability, such as `advice.recommend`.' })
    capability: string,
    @Ctx() { request }: GraphContext,
  ): Promise<RuleFactView[]> {
    return this.sets.facts(request, capability);
  }

  @FieldResolver(() => RuleSetVersion, { nullable: true, description: 'A version; null when there is none.' })
  version(
    @Root() { versionRows }: RuleSetView,
    @Arg('version', () => Int, { description: 'Which, from 1.' }) version: number,
  ): RuleSetVersion | null {
    return versionRows.find((row) => row.version === version) ?? null;
  }

  @Directive(pageCost)
  @FieldResolver(() => RuleSetVersionConnection, { description: 'Its versions, the newest first.' })
  versions(
    @Root() { versionRows }: RuleSetView,
    @Args(() => PageArguments) { first, after }: PageArguments,
  ): Page<RuleSetVersion> {
    const { part, ...page } = partOf(versionRows, { first, after }, ({ version }) => -version);
    return pageOf(part, { ...page, cursorOf: ({ version }) => [-version] });
  }

  @Directive(pageCost)
  @FieldResolver(() => RuleSetChangeConnection, { description: 'Its last 100 changes, the newest first.' })
  async changes(
    @Root() { id }: RuleSetView,
    @Args(() => PageArguments) { first, after }: PageArguments,
    @Ctx() context: GraphContext,
  ): Promise<Page<RuleSetChange>> {
    const rows = await context
      .loader<string, ChangeRow[]>('changes of rule sets', (ids) => this.sets.changes(context.request, ids))
      .load(id);
    const [last] = after ? decodeCursor(after, 1) : [null];
    const rest = last === null ? rows : rows.filter((row) => row.id < String(last));
    const size = pageSize(first);
    return pageOf(rest.slice(0, size + 1), {
      first: size,
      after,
      totalCount: rows.length,
      cursorOf: (row) => [row.id],
    });
  }

  @Mutation(() => RuleSetResult, {
    description:
      'Saves the next version of a rule set as a draft, checked: an error names the rule and the place.',
  })
  saveRuleSet(
    @Arg('input', () => SaveRuleSetInput, { description: 'The set and its rules.' }) input: SaveRuleSetInput,
    @Ctx() { request }: GraphContext,
  ): Promise<typeof RuleSetResult> {
    return outcome(async () => {
      const found = await this.sets.save(request, {
        id: input.ruleSetId,
        name: input.name ?? null,
        capability: input.capability ?? null,
        rules: input.rules.map(givenRule),
        note: input.note ?? null,
        basedOn: input.basedOn ?? null,
      });
      return Object.assign(new RuleSetPayload(), payloadOf(found, found.versions[0]?.version ?? 0));
    });
  }

  @Mutation(() => RuleSetResult, {
    description: 'Puts a version in shadow or in force, or back; the version that was active is retired.',
  })
  setRuleSetState(
    @Arg('input', () => SetRuleSetStateInput, { description: 'The version and its state.' })
    input: SetRuleSetStateInput,
    @Ctx() { request }: GraphContext,
  ): Promise<typeof RuleSetResult> {
    return outcome(async () => {
      const { ruleSetId: id, version, state, comment = null, replaces = null } = input;
      const found = await this.sets.setState(request, { id, version, state, comment, replaces });
      return Object.assign(new RuleSetPayload(), payloadOf(found, version));
    });
  }
}

/** Without what was not given. */
function givenRule({ kind, params, fix, ...rule }: BusinessRuleInput): GivenRule {
  const given = { kind, params, fix };
  const extra = Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== null && value !== undefined),
  );
  return { ...rule, ...extra } as GivenRule;
}

/** The rows behind the cursor, one more than asked for; keys ascend. */
function partOf<Row, Key extends string | number>(
  rows: readonly Row[],
  { first, after }: { first: number; after: string | null },
  keyOf: (row: Row) => Key,
) {
  const size = pageSize(first);
  const [last] = after ? decodeCursor(after, 1) : [null];
  const rest = last === null || last === undefined ? rows : rows.filter((row) => keyOf(row) > last);
  return { part: rest.slice(0, size + 1), first: size, after, totalCount: rows.length };
}
