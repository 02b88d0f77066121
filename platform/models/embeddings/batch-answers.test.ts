import { batchAnswers } from './batch-answers.js';

const line = (custom_id: string, data: unknown, status_code = 200) =>
  JSON.stringify({ custom_id, response: { status_code, body: { data, usage: { prompt_tokens: 3 } } } });
const vector = (index: number, ...embedding: number[]) => ({ index, embedding });
const requests = [['a', 'b'], ['c'], ['d'], ['e', 'f'], ['g'], ['h']];

it('takes what was answered, in whatever order, and leaves out the rest', () => {
  const content = [
    line('5', [vector(0, 1, 2, 3)]),
    line('3', [vector(0, 1, 1), vector(0, 2, 2)]),
    '{"half": ',
    line('1', [vector(0, 0, 0)]),
    JSON.stringify({ custom_id: '2', response: null, error: { code: 'batch_expired', message: 'late' } }),
    line('4', [vector(0, 4, 4)], 500),
    line('0', [vector(1, 0, 2), vector(0, 1, 0)]),
    line('9', [vector(0, 9, 9)]),
    line('__proto__', [vector(0, 9, 9)]),
    '',
  ].join('\n');
  const { vectors, inputTokens } = batchAnswers(content, requests);
  expect(vectors).toEqual([[1, 0], [0, 2], null, null, null, null, null, null]);
  // Also what cannot be used was counted, and is paid.
  expect(inputTokens).toBe(12);
});

it('makes nothing of a file that is none', () => {
  for (const content of ['', '\n\n', '<html>', '[]', 'null'])
    expect(batchAnswers(content, [['a'], ['b']])).toEqual({ vectors: [null, null], inputTokens: 0 });
});
