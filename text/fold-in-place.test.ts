import { foldInPlace } from './fold-in-place.js';

test('keeps every index', () => {
  for (const text of ['Grüße, ÉCOLE İzmir', 'Straße 😀 Œuvre', 'plain ASCII', 'İİİ']) {
    expect(foldInPlace(text)).toHaveLength(text.length);
  }
  expect(foldInPlace('Échéance 📎 Fällig')).toBe('echeance 📎 fallig');
});
