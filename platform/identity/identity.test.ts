import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import type { Identity } from '#platform';
import { loadConfig } from '#platform/config';
import { createTestDatabase, type TestDatabase } from '../../testkit/database.js';
import { createIdentity, hashApiKey, migrations, newApiKey, principals } from './index.js';

const tenant = '0197a000-0000-7000-8000-000000000001';
const other = '0197a000-0000-7000-8000-000000000002';
const secretText = 'a secret of thirty-two characters or more';
const secret = new TextEncoder().encode(secretText);
const request = { requestId: 'r1', traceparent: '00-1-2-00', deadline: 1 };
const key = newApiKey();

let db: TestDatabase;
let jwksServer: Server;
let identity: Identity;
let pair: Awaited<ReturnType<typeof generateKeyPair>>;
let now = Date.now();

const person = {
  tenant,
  roles: ['member'],
  scopes: ['*'],
  groups: ['g1'],
  keyHash: null,
  subject: null,
  revoked: false,
  expiresAt: null,
};

beforeAll(async () => {
  db = await createTestDatabase({ migrations: [{ room: 'platform', migrations }] });
  pair = await generateKeyPair('RS256', { extractable: true });
  const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'one', alg: 'RS256' };
  jwksServer = createServer((_, response) => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [jwk] }));
  });
  await new Promise<void>((done) => jwksServer.listen(0, '127.0.0.1', done));
  const config = loadConfig({
    PROFILE: 'production',
    JWT_SECRET: secretText,
    JWKS_URL: `http://127.0.0.1:${(jwksServer.address() as AddressInfo).port}/`,
    JWT_ISSUER: 'issuer',
    JWT_AUDIENCE: 'tributary',
    JWT_CLAIMS: JSON.stringify({ tenant: 'app.tenant', roles: 'realm.roles' }),
  });
  identity = createIdentity({
    config,
    database: db.database,
    system: db.system,
    secret: new Uint8Array(32).fill(7),
    clock: { now: () => new Date(now) },
  });
  await db.database.tenant(tenant, async (tx) => {
    await principals.put(tx, { ...person, actor: 'key:1', keyHash: hashApiKey(key) });
    await principals.put(tx, { ...person, actor: 'user:1', subject: 'ann', roles: ['reviewer'] });
  });
});

afterAll(async () => {
  await new Promise((done) => jwksServer.close(done));
  await db.close();
});

function token(
  changes: {
    claims?: Record<string, unknown>;
    exp?: number | null;
    nbf?: number;
    iss?: string;
    aud?: string;
  } = {},
) {
  const claims = {
    app: { tenant },
    realm: { roles: ['admin', 'unknown'] },
    groups: ['g9'],
    sub: 'bob',
    ...changes.claims,
  };
  const jwt = new SignJWT(claims).setIssuer(changes.iss ?? 'issuer').setAudience(changes.aud ?? 'tributary');
  if (changes.exp !== null) jwt.setExpirationTime(changes.exp ?? Math.floor(Date.now() / 1000) + 600);
  if (changes.nbf) jwt.setNotBefore(changes.nbf);
  return jwt;
}
const signed = (changes?: Parameters<typeof token>[0]) =>
  token(changes).setProtectedHeader({ alg: 'HS256' }).sign(secret);
const authenticate = (bearer: string | null) => identity.authenticate(bearer, request);

test('an API key is its principal; a changed group is seen within a second, a revoked key too', async () => {
  expect(await authenticate(key)).toMatchObject({
    tenant,
    actor: 'key:1',
    roles: ['member'],
    groups: ['g1'],
    rights: { mode: 'any', principals: ['tenant', 'group:g1'] },
    ...request,
  });
  const change = (changes: object) =>
    db.database.tenant(tenant, (tx) =>
      principals.put(tx, { ...person, actor: 'key:1', keyHash: hashApiKey(key), ...changes }),
    );
  await change({ groups: ['g1', 'g2'] });
  now += 1000;
  expect((await authenticate(key)).groups).toEqual(['g1', 'g2']);
  await change({ revoked: true });
  now += 1000;
  await expect(authenticate(key)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  expect(await identity.contextOf(tenant, 'key:1')).toBeNull();
  await change({ expiresAt: new Date(now + 100).toISOString() });
  expect((await authenticate(key)).actor).toBe('key:1');
  now += 200;
  await expect(authenticate(key)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
});

test('a token maps its claims; a registered subject has the rights that accounts says', async () => {
  const bob = await authenticate(await signed({ claims: { scope: 'documents:read runs:start' } }));
  expect(bob).toMatchObject({
    tenant,
    roles: ['admin'],
    groups: ['g9'],
    scopes: ['documents:read', 'runs:start'],
  });
  expect(bob.actor).toMatch(/^user:[0-9a-f]{32}$/);
  expect(await identity.contextOf(tenant, bob.actor)).toMatchObject({ roles: ['admin'], groups: ['g9'] });

  const ann = await authenticate(await signed({ claims: { sub: 'ann' } }));
  expect(ann).toMatchObject({ actor: 'user:1', roles: ['reviewer'], groups: ['g1'] });

  const rs = await token().setProtectedHeader({ alg: 'RS256', kid: 'one' }).sign(pair.privateKey);
  expect((await authenticate(rs)).actor).toBe(bob.actor);
});

test('what a token may not do is one and the same 401', async () => {
  const publicKey = new TextEncoder().encode(JSON.stringify(await exportJWK(pair.publicKey)));
  const stranger = await generateKeyPair('RS256');
  const past = Math.floor(Date.now() / 1000) - 100;
  const unsigned = new UnsecuredJWT({ app: { tenant }, sub: 'bob' })
    .setIssuer('issuer')
    .setAudience('tributary');
  const bad = {
    none: null,
    empty: '',
    garbage: 'not.a.token',
    unknownKey: newApiKey(),
    developmentToken: `trd_${newApiKey().slice(4)}`,
    algNone: unsigned.setExpirationTime('10m').encode(),
    publicKeyAsSecret: await token().setProtectedHeader({ alg: 'HS256', kid: 'one' }).sign(publicKey),
    expired: await signed({ exp: past }),
    withoutExpiry: await signed({ exp: null }),
    notYet: await signed({ nbf: past + 1000 }),
    issuer: await signed({ iss: 'else' }),
    audience: await signed({ aud: 'else' }),
    path: await token().setProtectedHeader({ alg: 'RS256', kid: '../../dev/null' }).sign(stranger.privateKey),
    wrongKey: await token().setProtectedHeader({ alg: 'RS256', kid: 'one' }).sign(stranger.privateKey),
    noTenant: await signed({ claims: { app: {} } }),
    noSuchTenant: await signed({ claims: { app: { tenant: other } } }),
    notUuid: await signed({ claims: { app: { tenant: "' or 1=1 --" } } }),
    long: await signed({ claims: { padding: 'x'.repeat(8000) } }),
  };
  for (const [name, bearer] of Object.entries(bad)) {
    const error = await authenticate(bearer).then(
      () => ({ name, code: 'accepted' }),
      (thrown: { code: string; message: string; status: number }) => thrown,
    );
    expect({ name, ...pick(error) }).toEqual({
      name,
      code: 'UNAUTHENTICATED',
      message: 'Authentication is required',
    });
  }
});

test('a sealed context opens as it was, and nothing else opens', async () => {
  const context = await authenticate(await signed());
  const sealed = await identity.seal(context);
  expect(await identity.open(sealed)).toEqual(context);
  await expect(identity.open(await signed())).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  await expect(authenticate(sealed)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
});

test('parts of the system and plugins have a context of their own; a stranger has none', async () => {
  expect(await identity.contextOf(tenant, 'plugin:advice')).toMatchObject({
    groups: [],
    rights: { principals: [] },
  });
  expect(await identity.contextOf(other, 'user:1')).toBeNull();
});

test('no principal of a tenant is seen by another', async () => {
  const seen = await db.database.tenant(other, (tx) => tx.query('select * from platform.principals'));
  expect(seen).toEqual([]);
});

function pick(error: object) {
  const { code, message } = error as { code: string; message?: string };
  return { code, message };
}
