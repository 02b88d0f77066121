import { aiDepartures, aiFields, aiFieldsPage } from './ai-fields.js';

const said = '@ai(capability: "moods.say", cache: "STORED", consistency: "SAME_RESULT")';

it('knows the fields that capabilities make by their types', () => {
  const fields = aiFields(`
    type Mood implements Result { word: String! result: ResultInfo! }
    union SayResult = Mood | NeedsReview | InvalidInput
    type Query { lastMood: Mood ${said} count: Int! }
    input SayInput { anew: Boolean options: RunOptionsInput }
    type Mutation { say(input: SayInput!): SayResult! ${said} forget: Boolean }
    type Subscription { saying(anew: Boolean, options: RunOptionsInput): RunEvent! ${said} }
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
  expect(aiFieldsPage(fields)).toMatch(
    /\| `Mutation.say` +\| `moods.say` \| STORED \| SAME_RESULT \| options, anew \|/,
  );
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

it('says which field cannot be asked with a seed, a deadline or anew; one that shows what another began need not', () => {
  const fields = aiFields(`
    type Turn { id: ID! }
    input SayInput { anew: Boolean }
    input TellInput { options: RunOptionsInput }
    type Mutation {
      say(input: SayInput!): RunEvent ${said}
      tell(input: TellInput!): Turn @ai(capability: "moods.tell", cache: "NONE", consistency: "VARIES")
    }
    type Subscription {
      saying(options: RunOptionsInput): RunEvent! ${said}
      telling(id: ID!): RunEvent! @ai(capability: "moods.tell", cache: "STORED", consistency: "SAME_RESULT")
    }
  `);
  expect(aiDepartures(fields)).toEqual([
    'Mutation.say cannot be asked with options',
    'Subscription.saying cannot be asked with anew',
  ]);
});
