import { z } from 'tributary/sdk';
import { answerSchema } from './answer-schema.js';

const slow = '^(a+)+$';
const victim = `${'a'.repeat(40)}!`;

it('runs no expression of a plugin in the thread of all, and tells the model of it', () => {
  const schema = answerSchema(
    z.toJSONSchema(
      z.object({
        code: z.string().regex(new RegExp(slow)).describe('A code'),
        pattern: z.string().regex(new RegExp(slow)),
        enum: z.string().regex(new RegExp(slow)),
        mail: z.email(),
      }),
    ),
  );
  // By the expression it would take hours.
  const began = performance.now();
  expect(
    schema.safeParse({ code: victim, pattern: victim, enum: victim, mail: 'a@example.org' }).success,
  ).toBe(true);
  expect(performance.now() - began).toBeLessThan(20_000);
  expect(schema.safeParse({ code: 1, pattern: victim, enum: victim, mail: 'a@example.org' }).success).toBe(
    false,
  );
  expect(schema.safeParse({ code: 'a', pattern: 'a', enum: 'a', mail: 'no' }).success).toBe(false);
  expect(z.toJSONSchema(schema)).toMatchObject({
    properties: { code: { description: expect.stringContaining(slow) }, pattern: { type: 'string' } },
  });
  const keys = {
    type: 'object',
    patternProperties: { [slow]: { type: 'string' } },
    additionalProperties: false,
  };
  expect(answerSchema(keys).safeParse({ [victim]: 'x' }).success).toBe(true);
});

it.each([
  ['itself', { $ref: '#' }],
  ['a definition of itself', { $defs: { a: { $ref: '#/$defs/a' } }, $ref: '#/$defs/a' }],
  ['nothing', { $ref: '#/$defs/none' }],
])('refuses a schema that leads to %s', (_, schema) => {
  expect(() => answerSchema(schema)).toThrow();
});

it('takes a schema that holds itself within an object', () => {
  const tree = { type: 'object', properties: { next: { $ref: '#' } } };
  expect(answerSchema(tree).safeParse({ next: { next: {} } }).success).toBe(true);
});
