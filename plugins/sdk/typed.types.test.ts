/* What must not compile. A line that would compile after all fails the build: the mark above it finds no error. */
import {
  defineCapability,
  defineCollection,
  defineEvaluator,
  defineJob,
  defineRule,
  defineService,
  defineSubgraph,
  type EventsService,
  type Granted,
  type JobsService,
  type Resolver,
  type ResolverContext,
  type SchedulesService,
  type ServiceOf,
  type StoreService,
  z,
} from 'tributary/sdk';

declare module 'tributary/sdk' {
  interface ProvidedServices {
    'typed.mail': ServiceOf<typeof mail>;
  }
}

const mail = defineService({
  id: 'typed.mail',
  description: 'Sends mail.',
  needs: ['http'],
  methods: {
    send: { input: z.object({ to: z.string() }), output: z.object({ sent: z.boolean() }) },
  },
  serve: {
    async send({ to }, { http }) {
      const { status } = await http.fetch({ url: to });
      return { sent: status < 300 };
    },
  },
});
const job = defineJob({
  id: 'typed.job',
  description: 'd',
  needs: ['store'],
  payload: z.object({ documentId: z.string() }),
  async run({ documentId }, { store }, { checkpoint, remember }) {
    if (await checkpoint('put')) return;
    await store.put('seen', documentId, true);
    await remember('put');
  },
});
const notes = defineCollection({
  name: 'notes',
  schema: z.object({ color: z.string(), stars: z.number(), tags: z.array(z.string()) }),
  indexes: ['color', 'stars'],
});

/** Only compiled: nothing here is called. */
const wrong = {
  semanticCache: () =>
    defineCapability({
      id: 'typed.question',
      description: 'd',
      needs: [],
      input: z.object({ question: z.string() }),
      output: z.object({}),
      // @ts-expect-error the input has no property of this name
      semanticCache: { text: 'questoin', threshold: 0.95 },
    }),
  needs: () =>
    defineCapability({
      id: 'typed.needs',
      description: 'd',
      needs: ['documents'],
      input: z.object({ documentId: z.string() }),
      output: z.object({ text: z.string() }),
      // @ts-expect-error `models` is not in `needs`
      async *model(_input, { models }) {
        yield* models.stream({ prompt: 'p', variables: {} });
      },
      // @ts-expect-error the output has a text, and no words
      async *builtIn({ documentId }, { documents }) {
        const { text } = await documents.read(documentId);
        yield text;
        // @ts-expect-error there is no such field in the input
        await documents.read(documentId.other);
        return { words: text.length };
      },
    }),
  unknownService: () =>
    defineCapability({
      id: 'typed.unknown',
      description: 'd',
      // @ts-expect-error no such service
      needs: ['everything'],
      input: z.object({}),
      output: z.object({}),
    }),
  unknownEvent: () =>
    defineCapability({
      id: 'typed.event',
      description: 'd',
      needs: [],
      input: z.object({}),
      output: z.object({}),
      // @ts-expect-error no such event
      on: ['document.eaten'],
    }),
  wrongEventPayload: () =>
    defineCapability({
      id: 'typed.payload',
      description: 'd',
      needs: [],
      input: z.object({ kind: z.string() }),
      output: z.object({}),
      on: ['document.classified'],
      // @ts-expect-error `document.classified` says no status
      inputOf: ({ status }) => ({ kind: status }),
    }),
  async jobs(jobs: JobsService, schedules: SchedulesService) {
    await jobs.enqueue(job, { documentId: 'd' }, { key: 'once' });
    // @ts-expect-error a payload without its field
    await jobs.enqueue(job, {});
    // @ts-expect-error a payload of another type
    await schedules.set('nightly', { job, payload: { documentId: 1 }, time: { dailyAt: '02:00' } });
    // @ts-expect-error neither an interval nor a time
    await schedules.set('nightly', { job, payload: { documentId: 'd' }, time: { weekly: true } });
  },
  async events(events: EventsService, signal: AbortSignal) {
    for await (const event of events.subscribe(['document.classified', 'document.deleted'], signal)) {
      if (event.name === 'document.classified') event.payload.kind.trim();
      // @ts-expect-error only one of the two has a kind
      event.payload.kind.trim();
    }
    // @ts-expect-error no such event
    events.subscribe(['document.eaten'], signal);
  },
  async collections(store: StoreService) {
    const open = notes.in(store);
    await open.find({ where: { color: 'red', stars: 1 } });
    // @ts-expect-error tags are not indexed
    await open.find({ where: { tags: [] } });
    // @ts-expect-error a number is not a color
    await open.find({ where: { color: 1 } });
    // @ts-expect-error a value without its fields
    await open.put('key', { color: 'red' });
    // @ts-expect-error a list cannot be indexed
    defineCollection({ name: 'n', schema: z.object({ tags: z.array(z.string()) }), indexes: ['tags'] });
  },
  async provided(services: Granted<'typed.mail'>) {
    const { sent } = await services['typed.mail'].send({ to: 'a' });
    // @ts-expect-error another input
    await services['typed.mail'].send({ from: 'a' });
    // @ts-expect-error no such method
    await services['typed.mail'].receive({});
    // @ts-expect-error not in `needs`
    await services.store.get('c', 'k');
    return sent satisfies boolean;
  },
  rule: () =>
    defineRule({
      kind: 'typed.limit',
      description: 'd',
      params: z.object({ most: z.number() }),
      // @ts-expect-error a rule that does not hold says why
      judge: ({ amount }, { most }) => ({ holds: Number(amount) <= most }),
    }),
  evaluator: () =>
    defineEvaluator({
      id: 'typed.exact',
      description: 'd',
      needs: [],
      // @ts-expect-error a score has a reason
      evaluate: async ({ expected, output }) => [{ name: 'exact', score: expected === output ? 1 : 0 }],
    }),
};

type Context = ResolverContext<'store'>;
type Resolvers = {
  readonly Document: {
    readonly note: Resolver<{ readonly id: string }, { readonly color: string }, string | null, Context>;
  };
};
const typeDefs = '';
/** What `npm run generate` writes into a plugin's `schema.types.ts` has this form. */
const wrongResolvers = [
  () =>
    defineSubgraph<Resolvers>({
      typeDefs,
      resolvers: {
        Document: {
          async note({ id }, { color }, { store, batch }) {
            const loader = batch('notes', (keys: readonly string[]) => store.getMany('notes', keys));
            return (await loader.load(id)) ? color : null;
          },
        },
      },
    }),
  () =>
    defineSubgraph<Resolvers>({
      typeDefs,
      // @ts-expect-error there is no argument `colour`
      resolvers: { Document: { note: (_document, { colour }) => colour } },
    }),
  () =>
    defineSubgraph<Resolvers>({
      typeDefs,
      // @ts-expect-error the manifest does not permit `http`
      resolvers: { Document: { note: (_document, _args, { http }) => http.fetch({ url: '' }) } },
    }),
  () =>
    defineSubgraph<Resolvers>({
      typeDefs,
      // @ts-expect-error the field is a text
      resolvers: { Document: { note: () => 1 } },
    }),
  () =>
    defineSubgraph<Resolvers>({
      typeDefs,
      // @ts-expect-error the parent has nothing but its key
      resolvers: { Document: { note: ({ name }) => name } },
    }),
  () =>
    defineSubgraph<Resolvers>({
      typeDefs,
      // @ts-expect-error nobody resolves `note`
      resolvers: { Document: {} },
    }),
  () =>
    defineSubgraph<Resolvers>({
      typeDefs,
      // @ts-expect-error there is no field `notes`
      resolvers: { Document: { note: () => null, notes: () => null } },
    }),
];

it('is checked by the compiler', () => {
  expect(Object.keys(wrong)).toHaveLength(11);
  expect(wrongResolvers).toHaveLength(7);
});
