import { aiDepartures, aiFields, aiFieldsPage } from './ai-fields.js';

const said = '@ai(capability: "moods.say", cache: "STORED", consistency: "SAME_RESULT")';

it('knows the fields that capabilities make by their types', () => {
  const fields = aiFields(`
    type Mood implements Result { word: String! result: ResultInfo! }
    union SayResult = Mood | NeedsReview | InvalidInput
    type Query { lastMood: Mood ${said} count: Int! }
    type Mutation { say: SayResult! ${said} forget: Boolean }
    type Subscription { saying: RunEvent! ${said} }
    type Document @key(fields: "id") { id: ID! moods: [Mood!] ${said} }
    type RunFinished { result: AIResult! }
  `);
  expect(fields.map(({ coordinate }) => coordinate)).toEqual([
    'Query.lastMood',
    'Mutation.say',
    'Subscription.saying',
    'Document.moods',
  ]);
  expect(aiDepartures(fields)).toEqual([]);
  expect(aiFieldsPage(fields)).toMatch(/\| `Mutation.say` +\| `moods.say` \| STORED \| SAME_RESULT \|/);
});

it('says what such a field leaves out', () => {
  const fields = aiFields(`
    type Subscription { saying: RunEvent! }
    type Query {
      half: RunEvent @ai(capability: "moods.say", cache: "STORED")
      wrong: RunEvent @ai(capability: "moods.say", cache: "FOREVER", consistency: "VARIES")
    }
  `);
  expect(aiDepartures(fields)).toEqual([
    'Subscription.saying is made by a capability and has no @ai',
    'Query.half does not say its consistency: SAME_RESULT or VARIES',
    'Query.wrong does not say its cache: NONE or STORED',
  ]);
});
