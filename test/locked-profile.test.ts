import { repositoryRoot } from '#platform/config';
import { type RegisteredOperation, readOperationFiles } from '#platform/registry';
import { transports } from '../gateway/test/transports.js';
import { type Caller, readReply } from '../testkit/caller.js';
import { hostileOperations } from '../testkit/hostile-requests.js';
import { TestSystem } from '../testkit/system.js';
import { makeTenants } from '../testkit/tenants.js';

describe('the locked profile', () => {
  let locked: TestSystem;
  let caller: Caller;
  let registered: RegisteredOperation;
  beforeAll(async () => {
    locked = await TestSystem.start({
      settings: {
        PROFILE: 'locked',
        JWT_SECRET: 'a secret of these tests, long enough for HS256',
        LOG_LEVEL: 'error',
      },
    });
    const [made] = await makeTenants(locked, ['locked']);
    caller = made!.admin;
    const files = await readOperationFiles(repositoryRoot);
    registered = files.find(({ name }) => name === 'RemoveDuplicate')!;
  });
  afterAll(() => locked?.close());
  const endpoint = () => ({
    graphql: `${locked.url}/graphql`,
    socket: `${locked.url.replace('http', 'ws')}/graphql`,
    token: caller.token,
  });
  const byHash = (hash: string) => ({ extensions: { persistedQuery: { version: 1, sha256Hash: hash } } });

  it('serves a registered operation by its hash', async () => {
    const variables = { documentId: crypto.randomUUID() };
    const { status, body } = await caller.send(JSON.stringify({ ...byHash(registered.hash), variables }));
    expect(status).toBe(200);
    expect(body.data.deleteDocument).toMatchObject({ __typename: 'NotFound' });
  });

  it.each(transports)('S-31 serves nothing else over $name, and registers nothing', async ({ refuse }) => {
    const unknown = 'a'.repeat(64);
    const cases: [params: object, code: string][] = [
      [{ query: '{ me { actor } }' }, 'PERSISTED_QUERY_REQUIRED'],
      [{ query: registered.document }, 'PERSISTED_QUERY_REQUIRED'],
      [{ query: '', ...byHash(unknown) }, 'PERSISTED_QUERY_NOT_FOUND'],
      [{ query: '{ me { actor } }', ...byHash(registered.hash) }, 'PERSISTED_QUERY_NOT_FOUND'],
      [{ query: '{ me { actor } }', ...byHash(unknown) }, 'PERSISTED_QUERY_NOT_FOUND'],
      [{ query: '', ...byHash(unknown) }, 'PERSISTED_QUERY_NOT_FOUND'],
      ...hostileOperations.map(([, , query]): [object, string] => [{ query }, 'PERSISTED_QUERY_REQUIRED']),
    ];
    for (const [params, code] of cases) {
      const { errors, text } = await refuse(endpoint(), params);
      expect(errors.map(({ extensions }) => extensions.code)).toEqual([code]);
      expect(text).not.toMatch(/qwerty|cop|alias/);
    }
  });

  it('S-29 shows a browser neither GraphiQL nor a playground', async () => {
    const { status, text } = await readReply(
      await fetch(`${locked.url}/graphql`, { headers: { accept: 'text/html' } }),
    );
    expect(status).toBe(400);
    expect(text).not.toMatch(/graphiql|playground/i);
  });
});
