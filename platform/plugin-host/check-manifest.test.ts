import { checkManifest } from './check-manifest.js';
import { secretSettings } from './check-settings-schema.js';

const manifest = {
  id: 'sample',
  version: '1.0.0',
  sdk: '^0.1.0',
  title: 'Sample',
  description: 'For tests.',
  permissions: ['documents'],
  contributes: {},
};

it('fills what a manifest leaves out', () => {
  expect(checkManifest(manifest, 'sample')).toMatchObject({
    contributes: { jobs: [], evaluators: [], rules: [], services: [], tools: [], panel: null },
    settings: null,
    budget: null,
    dependencies: {},
    remote: null,
  });
});

it.each<[string, object, string, RegExp]>([
  ['a missing key', { title: undefined }, 'title', /is missing; add it/],
  ['an unknown key', { extra: 1 }, 'extra', /is unknown; remove it/],
  ['an unknown contribution', { contributes: { pages: [] } }, 'contributes.pages', /remove it/],
  ['a version that is none', { version: 'one' }, 'version', /such as 1\.2\.3/],
  ['a range that is none', { sdk: 'newest' }, 'sdk', /not a range.*write \^0\.1\.0/],
  ['a range that leaves us out', { sdk: '>=1.0.0 <2' }, 'sdk', /does not admit/],
  ['an unknown permission', { permissions: ['everything'] }, 'permissions', /there are documents/],
  ['a service of a stranger', { permissions: ['notify.mail'] }, 'permissions', /add notify to dependencies/],
  ['itself as dependency', { dependencies: { sample: '^1.0.0' } }, 'dependencies.sample', /remove it/],
  ['a wrong range of another', { dependencies: { notify: 'x.y' } }, 'dependencies.notify', /not a range/],
  ['an unknown event', { contributes: { events: ['document.eaten'] } }, 'contributes.events', /unknown/],
  ['a job of another', { contributes: { jobs: ['other.job'] } }, 'contributes.jobs', /write sample\.<name>/],
  ['a name twice', { contributes: { fields: ['Query.a', 'Query.a'] } }, 'contributes.fields', /twice/],
  [
    'a panel outside of its folder',
    { contributes: { panel: { title: 'P', entry: '../x.js' } } },
    'contributes.panel.entry',
    /inside the folder/,
  ],
  ['an address that is not http', { remote: { url: 'file:///etc/passwd' } }, 'remote.url', /http/],
  ['settings that are no object', { settings: { type: 'string' } }, 'settings.type', /object/],
  [
    'a secret number',
    { settings: { type: 'object', properties: { pin: { type: 'number', secret: true } } } },
    'settings.properties.pin',
    /only a string/,
  ],
  [
    'a secret below the first level',
    {
      settings: {
        type: 'object',
        properties: { a: { type: 'object', properties: { b: { type: 'string', secret: true } } } },
      },
    },
    'settings.properties.a',
    /first level/,
  ],
])('refuses %s, naming plugin, field and mend', (_name, change, field, mend) => {
  const check = () => checkManifest({ ...manifest, ...change }, 'folder');
  expect(check).toThrow(mend);
  expect(check).toThrow(
    expect.objectContaining({
      code: 'PLUGIN_INVALID',
      details: expect.objectContaining({ plugin: 'sample', field }),
    }),
  );
});

it('admits ranges as npm does', () => {
  for (const sdk of ['*', '0.1.0', '~0.1.0', '0.1.x', '>=0.0.9 <1', '^1.0.0 || ^0.1.0']) {
    expect(checkManifest({ ...manifest, sdk }, 'sample').sdk).toBe(sdk);
  }
});

it('permits the services of a plugin that it depends on', () => {
  const given = { ...manifest, permissions: ['notify.mail'], dependencies: { notify: '^1.0.0' } };
  expect(checkManifest(given, 'sample').permissions).toEqual(['notify.mail']);
});

it('names the secrets of settings', () => {
  const settings = {
    type: 'object',
    properties: { token: { type: 'string', secret: true }, url: { type: 'string' } },
  };
  expect(checkManifest({ ...manifest, settings }, 'sample').settings).toEqual(settings);
  expect(secretSettings(settings)).toEqual(['token']);
});
