import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Client, ClientError, createClient } from 'tributary/client';
import { AppError } from 'tributary/sdk';
import { loadConfigOrExit } from '#platform/config';

/** The options of commands that go through the public API. */
export const endpointOptions = { url: { type: 'string' }, token: { type: 'string' } } as const;
export const endpointUsage = `--url is where the gateway answers, the one of this configuration by default; --token an API key or token, in
development the development token by default.`;

/** Works with a client of the running system. */
export async function withClient<T>(
  given: { url?: string; token?: string },
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const config = loadConfigOrExit();
  const { host, port, url: configured } = config.gateway;
  const url = given.url ?? configured ?? `http://${host}:${port}`;
  const client = createClient({ url, token: given.token ?? (await keptToken(config.dataDir)) });
  try {
    return await work(client);
  } catch (error) {
    const isUnnamed =
      error instanceof ClientError && error.code === 'NETWORK' && !error.message.includes(url);
    if (!isUnnamed) throw error;
    throw new ClientError('NETWORK', `${error.message}: ${url}`, error.details, { cause: error });
  } finally {
    await client.close();
  }
}

async function keptToken(dataDir: string): Promise<string> {
  const text = await readFile(join(dataDir, 'development-token'), 'utf8').catch((cause: unknown) => {
    throw new AppError('UNAUTHENTICATED', {}, { cause });
  });
  return text.trim();
}
