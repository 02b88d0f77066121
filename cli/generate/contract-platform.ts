import { AppError } from 'tributary/sdk';
import type { Platform } from '#platform';
import { loadConfig } from '#platform/config';
import type { ServiceParts } from '#platform/plugin-host';

/**
 * A platform to describe the graph with: subgraphs and plugins are made from it, but nothing of it may be called, so
 * their contracts can be written without a database. The configuration is that of a system without settings.
 */
export function contractPlatform(): Platform & ServiceParts {
  const parts: Partial<Platform & ServiceParts> = { config: loadConfig({}), embedder: null };
  return new Proxy(parts, {
    get: (given, name: keyof typeof parts) => (name in given ? given[name] : uncallable(String(name))),
  }) as Platform & ServiceParts;
}

/** Its members can be named, as parts are handed on; calling one is a mistake. */
function uncallable(name: string): object {
  return new Proxy(() => undefined, {
    get: (_part, member) => uncallable(`${name}.${String(member)}`),
    apply() {
      throw new AppError('INTERNAL', { reason: `${name} was called while the graph was only described` });
    },
  });
}
