import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describeConfig, loadConfig } from '#platform/config';
import { startMailServer } from '../../testkit/mail-server.js';
import { silentLog as log } from '../../testkit/silent-log.js';
import { createMail } from './index.js';

/* STARTTLS and certificates, against a real server; what the settings show. */

const run = promisify(execFile);
const from = 'mail@product.example';
const letter = { to: 'ann@people.example', subject: 'Hello', text: 'Hello', key: 'k' };
const mailOf = (url: string, more: Record<string, string> = {}) =>
  createMail({ config: loadConfig({ SMTP_URL: url, SMTP_FROM: from, ...more }), log });

/** A certificate of nobody, for `localhost`; null where there is no program that makes one. */
async function certificate(folder: string): Promise<{ key: string; cert: string; file: string } | null> {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const asked = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  try {
    await run('openssl', [...asked, '-keyout', key, '-out', cert, '-days', '2', ...names]);
  } catch {
    return null;
  }
  return { key: await readFile(key, 'utf8'), cert: await readFile(cert, 'utf8'), file: cert };
}

let folder: string;
let own: Awaited<ReturnType<typeof certificate>>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tributary-mail-'));
  own = await certificate(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('a letter goes by STARTTLS where its certificate is trusted, and not where it is not', async () => {
  if (!own) return console.warn('skipped: there is no openssl to make a certificate');
  const server = await startMailServer({ key: own.key, cert: own.cert });
  const url = `smtp://localhost:${server.port}`;
  const trusting = mailOf(url, { SMTP_CA_FILE: own.file });
  expect(await trusting.send(letter)).toMatchObject({ state: 'ACCEPTED' });
  expect(server.received).toMatchObject([{ secure: true }]);
  await trusting.close();
  const careful = mailOf(url);
  expect(await careful.send(letter)).toMatchObject({ state: 'DEFERRED', code: null });
  expect(server.received).toHaveLength(1);
  await careful.close();
  await server.close();
});

test('login by the address of the server; a wrong one is no bounce', async () => {
  const server = await startMailServer({
    authOptional: false,
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _session, done) =>
      username === 'postman' && password === 'p@ss'
        ? done(null, { user: username })
        : done(Object.assign(new Error('no'), { responseCode: 535 })),
  });
  const right = mailOf(`smtp://postman:p%40ss@127.0.0.1:${server.port}`);
  expect(await right.send(letter)).toMatchObject({ state: 'ACCEPTED' });
  const wrong = mailOf(`smtp://postman:guess@127.0.0.1:${server.port}`);
  expect(await wrong.send(letter)).toMatchObject({ state: 'DEFERRED', code: 535 });
  await right.close();
  await wrong.close();
  await server.close();
});

test('where nobody listens it is deferred, and where nothing is set nothing is sent', async () => {
  const server = await startMailServer();
  await server.close();
  const mail = mailOf(`smtp://127.0.0.1:${server.port}`);
  expect(await mail.send(letter)).toMatchObject({ state: 'DEFERRED', code: null });
  await mail.close();
  const none = createMail({ config: loadConfig({}), log });
  expect(await none.configured()).toBe(false);
  await expect(none.send(letter)).rejects.toMatchObject({ code: 'MAIL_NOT_CONFIGURED' });
  await none.close();
});

test('another machine is spoken to by TLS alone; the password is not shown', () => {
  const of = (url: string) => loadConfig({ SMTP_URL: url, SMTP_FROM: from }).mail;
  expect(of('smtp://mail.example')).toMatchObject({ port: 587, secure: false, requireTls: true });
  expect(of('smtps://mail.example')).toMatchObject({ port: 465, secure: true });
  expect(of('smtp://127.0.0.1:25')).toMatchObject({ requireTls: false });
  const shown = describeConfig({ SMTP_URL: 'smtp://postman:hidden@mail.example', SMTP_FROM: from });
  expect(shown).toContain('mail.example');
  expect(shown).not.toContain('hidden');
});

test.each([
  ['no sender', { SMTP_URL: 'smtp://mail.example' }],
  ['a sender of two lines', { SMTP_URL: 'smtp://mail.example', SMTP_FROM: 'a@b.example\nBcc: c@d.example' }],
  ['no server', { SMTP_URL: 'smtp://', SMTP_FROM: from }],
])('%s is no setting', (_what, environment) => {
  expect(() => loadConfig(environment as Record<string, string>)).toThrow(
    expect.objectContaining({ code: 'CONFIG_INVALID' }),
  );
});
