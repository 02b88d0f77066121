import { answerQuality } from './answer-evaluator.js';

const item = { id: 'one', capability: 'answers.answer', input: {} };
const signal = new AbortController().signal;
const scores = async (rest: { expected: unknown; output: unknown; outcome?: string }) =>
  Object.fromEntries(
    (await answerQuality.evaluate({ ...item, ...rest }, {}, { signal })).map(({ name, score }) => [
      name,
      score,
    ]),
  );

test('an answer is held against what is expected and what it cites', async () => {
  const output = {
    text: 'The fee is EUR 240 a month. It is due on Monday.',
    claims: [{ supported: true }, { supported: false }],
  };
  expect(await scores({ expected: 'EUR 240', output })).toEqual({ answered: 1, says: 1, supported: 0.5 });
  expect(await scores({ expected: { text: 'EUR 300' }, output })).toEqual({
    answered: 1,
    says: 0.5,
    supported: 0.5,
  });
});

test('not to answer is right exactly when the documents do not say', async () => {
  const none = { output: null, outcome: 'InsufficientEvidence' };
  expect(await scores({ expected: null, ...none })).toEqual({ answered: 1 });
  expect(await scores({ expected: 'EUR 240', ...none })).toEqual({ answered: 0 });
  expect(await scores({ expected: null, output: { text: 'EUR 240.' } })).toEqual({ answered: 0 });
});
