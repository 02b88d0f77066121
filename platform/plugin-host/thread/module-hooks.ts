import { isBuiltin, registerHooks } from 'node:module';

/** Packages of which a plugin must get the copy of the host, or its schemas would be strangers to ours. */
const ours = /^(tributary|zod|graphql)(\/|$)/;

/**
 * Has `tributary/*` and npm packages found in our install, wherever the code of the plugin lies; what it brings in a
 * `node_modules` of its own comes first.
 */
export function mapImports(packageUrl: string): void {
  registerHooks({
    resolve(specifier, context, next) {
      if (/^[./#]|^[a-z]+:/.test(specifier) || isBuiltin(specifier)) return next(specifier, context);
      const inOurs = { ...context, parentURL: packageUrl };
      if (ours.test(specifier)) return next(specifier, inOurs);
      try {
        return next(specifier, context);
      } catch {
        return next(specifier, inOurs);
      }
    },
  });
}
