import { Redis } from 'ioredis';
import { v7 } from 'uuid';
import { onEveryQueue } from './queues.js';
import { anything, TestJobs } from './test-jobs.js';

onEveryQueue((startQueue) => {
  let jobs: TestJobs;
  beforeAll(async () => {
    jobs = await TestJobs.open(startQueue);
  });
  afterAll(() => jobs.close());

  test('nothing but ids lies in the queue', async () => {
    const held = Promise.withResolvers<void>();
    const taken = Promise.withResolvers<void>();
    await jobs.startWorker({
      definitions: [
        {
          name: 'secret',
          queue: 'ai',
          payload: anything,
          async run() {
            taken.resolve();
            await held.promise;
          },
        },
      ],
    });
    const tenant = v7();
    const id = await jobs.enqueue(tenant, 'secret', { canary: 'b3c1-personal' });
    await taken.promise;
    const content = jobs.queue.url === 'database:' ? await ofDatabase() : await ofRedis();
    expect(content).toContain(id);
    expect(content).not.toContain('personal');
    held.resolve();
    await jobs.untilState(tenant, id, 'done');
  });

  const ofDatabase = async () => {
    const { rows } = await jobs.db.database.pool.query('select data::text from bullmq.job');
    return JSON.stringify(rows);
  };

  const ofRedis = async () => {
    const redis = new Redis(jobs.queue.url);
    try {
      const keys = await redis.keys(`${jobs.prefix}*-1`);
      return JSON.stringify(await Promise.all(keys.map((key) => redis.hgetall(key))));
    } finally {
      redis.disconnect();
    }
  };
});
