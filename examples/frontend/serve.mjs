#!/usr/bin/env node
/*
 * Serves the page beside it on loopback: what is TypeScript loses its types when it is asked for, the client library
 * comes from `dist`, and nothing is bundled.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { stripTypeScriptTypes } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const folder = dirname(fileURLToPath(import.meta.url));
const root = dirname(dirname(folder));
/** Where the files below a path lie; only plain names are looked up, so no path leads out of these. */
const places = {
  '/': folder,
  '/client/': join(root, 'dist/client'),
  '/graphql-ws/': join(root, 'node_modules/graphql-ws/dist'),
};
const types = { '.html': 'text/html', '.css': 'text/css', '.js': 'text/javascript' };

process.removeAllListeners('warning');
process.on('warning', () => undefined); // that stripping types is new
const { values } = parseArgs({ options: { port: { type: 'string', default: '4173' } } });
const policy = await policyOf(await readFile(join(folder, 'index.html'), 'utf8'));
const server = createServer(answer).listen(Number(values.port), '127.0.0.1', () => {
  const address = `http://127.0.0.1:${server.address().port}`;
  process.stdout.write(
    `${address}\nThe system lets the page call it when it was started with CORS_ORIGINS=${address}\n`,
  );
});
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => {
    server.close();
    server.closeAllConnections();
  });

async function answer(request, response) {
  const path = (request.url ?? '/').split('?', 1)[0];
  const text = await read(path === '/' ? '/index.html' : path);
  const type = types[extname(path)] ?? types['.html'];
  const headers = { 'content-security-policy': policy, 'x-content-type-options': 'nosniff' };
  if (text === null) response.writeHead(404, { ...headers, 'content-type': 'text/plain' }).end('Not found\n');
  else response.writeHead(200, { ...headers, 'content-type': `${type}; charset=utf-8` }).end(text);
}

/** The text of a file of the page, or null. */
async function read(path) {
  const [, place = '', name = ''] = /^(\/(?:[a-z-]+\/)?)([\w-]+\.(?:html|css|js))$/.exec(path) ?? [];
  if (!Object.hasOwn(places, place)) return null;
  const file = join(places[place], name);
  if (place !== '/' || extname(name) !== '.js') return readFile(file, 'utf8').catch(() => null);
  const source = await readFile(file.replace(/\.js$/, '.ts'), 'utf8').catch(() => null);
  return source === null ? null : stripTypeScriptTypes(source);
}

/** Scripts are those of the page and its import map; requests go to whatever gateway a person names. */
async function policyOf(page) {
  const [, map = ''] = /<script type="importmap">([\s\S]*?)<\/script>/.exec(page) ?? [];
  const hash = createHash('sha256').update(map).digest('base64');
  return `default-src 'none'; style-src 'self'; script-src 'self' 'sha256-${hash}'; connect-src http: https: ws: wss:`;
}
