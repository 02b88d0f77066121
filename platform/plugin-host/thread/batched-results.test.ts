import { AppError } from 'tributary/sdk';
import { batchedLatest } from './batched-results.js';

const result = (text: string) => ({ text, result: {} as never });

it('asks once a capability for what a list asks for, and an input that does not fit fails alone', async () => {
  const calls: [string, unknown[]][] = [];
  const latest = batchedLatest(async (capability, inputs) => {
    calls.push([String(capability), inputs.map(({ id }) => id)]);
    if (inputs.some(({ id }) => id === 'bad')) throw new AppError('BAD_USER_INPUT', { reason: 'id' });
    return inputs.map(({ id }) => (id === 'none' ? null : result(`${String(capability)} ${String(id)}`)));
  });
  const asked = await Promise.all([
    latest('a', { id: 1 }),
    latest({ id: 'a' }, { id: 'none' }),
    latest('b', { id: 2 }),
    latest('b', { id: 'bad' }).catch((error: AppError) => error.code),
  ]);
  expect(asked).toEqual([result('a 1'), null, result('b 2'), 'BAD_USER_INPUT']);
  expect(calls).toEqual([
    ['a', [1, 'none']],
    ['b', [2, 'bad']],
    ['b', [2]],
    ['b', ['bad']],
  ]);
  await latest('a', { id: 3 });
  expect(calls.at(-1)).toEqual(['a', [3]]);
});
