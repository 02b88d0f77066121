import type { EnginePart, ModelTurn, ToolExchange } from 'tributary/sdk';
import { callerWith, chainOf } from './chain/chain.fixture.js';
import { modelsService } from './models-service.js';
import type { CallRequest, ModelCaller } from './port.js';

const tool = (name: string) => ({ name, description: `It ${name}s.`, parameters: { type: 'object' } });
const call = (name: string, given: unknown) => ({ toolCall: { name, arguments: given } });

/** One turn of a model that says these parts, with all that it was asked and refused. */
async function turnWith(
  parts: readonly unknown[],
  { exchange = [], caller = {} }: { exchange?: ToolExchange[]; caller?: Partial<ModelCaller> } = {},
) {
  const chain = chainOf({
    targets: { main: { provider: 'scripted', model: 'main', script: { answers: [{ parts }] } } },
    aliases: { chat: { targets: ['main'] } },
  });
  const asked: CallRequest[] = [];
  const denied: string[] = [];
  const service = modelsService(
    {
      ...callerWith({}),
      prompt: async (prompt) => ({ id: '1', prompt, version: 1, settings: {}, text: 'Do: {{what}}' }),
      toolDenied: (name) => void denied.push(name),
      ...caller,
    },
    {
      callModel(request, by) {
        asked.push(request);
        return chain.callModel(request, by);
      },
    },
  );
  const request = { prompt: 'do', variables: { what: 'it' }, tools: [tool('find'), tool('sum')], exchange };
  const turn = service.turn(request);
  const said: EnginePart[] = [];
  for (;;) {
    const next = await turn.next();
    if (next.done) return { said, end: next.value satisfies ModelTurn, asked: asked[0], denied };
    said.push(next.value);
  }
}

it('streams what a model says and gives back the tools that it asks for', async () => {
  const { said, end, asked, denied } = await turnWith(['I ', 'look.', call('find', { name: 'mill' })]);
  expect(said.join('')).toBe('I look.');
  expect(end).toMatchObject({ text: 'I look.', finishReason: 'tool-calls' });
  expect(end.calls).toMatchObject([{ name: 'find', arguments: { name: 'mill' } }]);
  expect(asked?.tools?.map(({ name }) => name)).toEqual(['find', 'sum']);
  expect(denied).toEqual([]);
});

it('gives back no tool that was not offered, and says so', async () => {
  const { end, denied } = await turnWith(['No.', call('delete', {})]);
  expect(end).toEqual({ text: 'No.', calls: [], finishReason: 'stop' });
  expect(denied).toEqual(['delete']);
});

it('tells the rounds before as the model’s calls and a tool’s answers, one for each', async () => {
  const calls = [
    { id: 'a', name: 'find', arguments: { name: 'mill' } },
    { id: 'b', name: 'sum', arguments: {} },
  ];
  const exchange = [{ calls, text: 'Let me see.', results: [{ callId: 'a', content: 'A mill of 1780.' }] }];
  const { asked } = await turnWith(['It is old.'], { exchange });
  expect(asked?.followedBy).toEqual([
    { role: 'assistant', content: 'Let me see.', toolCalls: calls },
    { role: 'tool', content: 'A mill of 1780.', toolCallId: 'a' },
    { role: 'tool', content: 'The call was not made.', toolCallId: 'b' },
  ]);
});

it('hides personal data in what tools answered and were asked, and puts it back into what they are asked now', async () => {
  const pseudonyms = {
    hide: (text: string) => text.replaceAll('Ann', '<PERSON_1>'),
    open: () => ({ push: (text: string) => text.replaceAll('<PERSON_1>', 'Ann'), end: () => '' }),
  };
  const calls = [{ id: 'a', name: 'find', arguments: { who: ['Ann'] } }];
  const exchange = [{ calls, text: '', results: [{ callId: 'a', content: 'Ann is here.' }] }];
  const { asked, end } = await turnWith([call('sum', { of: { who: '<PERSON_1>' } })], {
    exchange,
    caller: { pseudonyms },
  });
  expect(JSON.stringify(asked?.followedBy)).not.toContain('Ann');
  expect(end.calls).toMatchObject([{ arguments: { of: { who: 'Ann' } } }]);
});
