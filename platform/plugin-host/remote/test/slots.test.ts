import { AppError } from 'tributary/sdk';
import { Slots } from '../slots.js';

/* How many calls a remote plugin has at once. */

const never = new AbortController().signal;
const refusal = () =>
  new AppError('PLUGIN_UNAVAILABLE', { plugin: 'p', reason: 'too many calls wait for it' });

it('lets in so many, the others in the order in which they came', async () => {
  const slots = new Slots(1, 10, refusal);
  const order: string[] = [];
  const leave = await slots.take(never);
  const enter = async (name: string) => {
    const done = await slots.take(never);
    order.push(name);
    done();
  };
  const entered = Promise.all([enter('second'), enter('third')]);
  leave();
  leave();
  await entered;
  expect(order).toEqual(['second', 'third']);
  (await slots.take(never))();
});

it('refuses when too many wait, and forgets who leaves', async () => {
  const slots = new Slots(1, 1, refusal);
  const leave = await slots.take(never);
  const leaving = new AbortController();
  const waiting = slots.take(leaving.signal);
  await expect(slots.take(never)).rejects.toMatchObject({ code: 'PLUGIN_UNAVAILABLE' });
  leaving.abort(new AppError('TIMEOUT'));
  await expect(waiting).rejects.toMatchObject({ code: 'TIMEOUT' });
  leave();
  (await slots.take(never))();
});
