import { execute, parse } from 'graphql';
import { AppError } from 'tributary/sdk';
import {
  Arg,
  Args,
  Ctx,
  Directive,
  Field,
  FieldResolver,
  ID,
  InputType,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
  Subscription,
} from 'type-graphql';
import {
  AIResult,
  buildSubgraph,
  connectionOf,
  createGraphContext,
  DateTime,
  type GraphContext,
  Money,
  outcome,
  type Page,
  PageArguments,
  pageCost,
  pageOf,
  pageSize,
  RunEvent,
  resultOf,
  Verdict,
} from './index.js';

@Directive('@key(fields: "id")')
@ObjectType('Thing', { description: 'A thing.' })
class Thing {
  @Field(() => ID) id!: string;
  @Field(() => DateTime) at!: Date;
  @Field(() => Money, { nullable: true }) price!: { amount: string; currency: string } | null;
}
const ThingConnection = connectionOf(Thing, 'Thing');

@InputType('MakeThingInput')
class MakeThingInput {
  @Field(() => String) name!: string;
}
@ObjectType('MakeThingPayload')
class MakeThingPayload {
  @Field(() => Thing) thing!: Thing;
}
const MakeThingResult = resultOf('MakeThingResult', MakeThingPayload);

const thing = (id: string): Thing => ({ id, at: new Date(0), price: { amount: '1.50', currency: 'EUR' } });

@Resolver(() => Thing)
class ThingResolver {
  constructor(private readonly things: { all(): Thing[] }) {}

  @Directive(pageCost)
  @Query(() => ThingConnection)
  thingList(@Args(() => PageArguments) { first, after }: PageArguments): Page<Thing> {
    const rows = this.things.all();
    return pageOf(rows.slice(0, pageSize(first) + 1), {
      first,
      after,
      totalCount: rows.length,
      cursorOf: ({ id }) => [id],
    });
  }

  @Query(() => AIResult)
  answer(): unknown {
    return {
      type: 'InsufficientEvidence',
      reason: 'nothing',
      result: { runId: '1', verdicts: [], evidence: [] },
    };
  }

  @Mutation(() => MakeThingResult)
  makeThing(@Arg('input', () => MakeThingInput) { name }: MakeThingInput): Promise<typeof MakeThingResult> {
    return outcome(async () => {
      if (!name) throw new AppError('BAD_USER_INPUT', { reason: 'name is empty' });
      return Object.assign(new MakeThingPayload(), { thing: thing(name) });
    });
  }

  @FieldResolver(() => [Verdict])
  verdicts(@Root() root: Thing, @Ctx() context: GraphContext): unknown[] {
    return [{ rule: root.id, version: 1, result: 'PASSED', reason: context.request.tenant }];
  }

  @Subscription(() => RunEvent, { topics: 'runs' })
  runEvents(@Root() event: unknown, @Arg('runId', () => ID) _runId: string): unknown {
    return event;
  }
}

const context = () =>
  createGraphContext(
    {
      tenant: 't',
      actor: 'user:1',
      roles: [],
      scopes: ['*'],
      groups: [],
      rights: { mode: 'any', principals: [] },
      requestId: 'r',
      traceparent: '',
      deadline: 0,
      generation: null,
    },
    new AbortController().signal,
  );

const build = () =>
  buildSubgraph('things', {
    resolvers: [new ThingResolver({ all: () => [thing('a'), thing('b'), thing('c')] })],
    references: { Thing: async (ids) => ids.map((id) => (id === 'gone' ? null : thing(id))) },
    subscriptions: {
      async *runEvents({ runId }) {
        yield { type: 'TextDelta', runId, cursor: '1', text: 'hello' };
      },
    },
  });

test('type-graphql classes become a federated subgraph with the shared types in place of their stand-ins', async () => {
  const { sdl } = await build();
  expect(sdl).toContain('type Thing @key(fields: "id")');
  expect(sdl).toContain('union AIResult =');
  expect(sdl).toContain('interface RunEvent');
  expect(sdl).not.toContain('scalar AIResult');
  expect(sdl).toContain('@listSize(slicingArguments: ["first"]');
});

test('pages, unions, field resolvers and references answer', async () => {
  const { schema } = await build();
  const document = parse(`
    query { thingList(first: 2) { totalCount pageInfo { hasNextPage } nodes { id at price { amount } verdicts { rule reason } } }
      answer { __typename ... on InsufficientEvidence { reason } }
      _entities(representations: [{ __typename: "Thing", id: "x" }, { __typename: "Thing", id: "gone" }]) { ... on Thing { id } } }`);
  const { data, errors } = await execute({ schema, document, contextValue: context() });
  expect(errors).toBeUndefined();
  expect(data).toMatchObject({
    thingList: {
      totalCount: 3,
      pageInfo: { hasNextPage: true },
      nodes: [{ id: 'a', price: { amount: '1.50' }, verdicts: [{ rule: 'a', reason: 't' }] }, { id: 'b' }],
    },
    answer: { __typename: 'InsufficientEvidence', reason: 'nothing' },
    _entities: [{ id: 'x' }, null],
  });
});

test('an expected failure is a member of the union', async () => {
  const { schema } = await build();
  const document = parse(
    `mutation { makeThing(input: { name: "" }) { __typename ... on Failure { code message hint } } }`,
  );
  const { data } = await execute({ schema, document, contextValue: context() });
  expect(data).toMatchObject({
    makeThing: { __typename: 'InvalidInput', code: 'BAD_USER_INPUT', message: 'name is empty' },
  });
});
