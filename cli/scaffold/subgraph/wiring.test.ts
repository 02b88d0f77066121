import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from 'tributary/sdk';
import { repositoryRoot } from '#platform/config';
import { modelOf } from './read-source.js';
import { wiringOf } from './wiring.js';

const schema = JSON.stringify({ title: 'Parcel', type: 'object', properties: { code: { type: 'string' } } });
const wiring = wiringOf(modelOf(schema, 'json', { name: 'parcels' }));

it.each(wiring)('$path gets its lines once', ({ path, edit }) => {
  const before = readFileSync(join(repositoryRoot, path), 'utf8');
  const once = edit(before);
  expect(once).toMatch(/parcel/);
  expect(edit(once)).toBe(once);
  const kept = once.split('\n').filter((line) => !/parcel/i.test(line));
  expect(kept.length).toBeGreaterThanOrEqual(before.split('\n').length - 2);
});

it('a list that is no longer there is named', () => {
  for (const { edit } of wiring) {
    expect(() => edit('nothing of it')).toThrow(AppError);
    expect(() => edit('nothing of it')).toThrow(/is no longer found/);
  }
});
