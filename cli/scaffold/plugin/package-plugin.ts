import { stripTypeScriptTypes } from 'node:module';
import { AppError, type Manifest, z } from 'tributary/sdk';

/** What npm finds plugins by, and the host too. */
const keyword = 'tributary-plugin';
const own = z.looseObject({ name: z.string().optional(), keywords: z.array(z.string()).default([]) });

/**
 * The files of an npm package that needs no build: TypeScript without its types, and a `package.json` that asks for
 * `tributary` as a peer, so that the plugin runs on the installation that it is put into.
 * @throws AppError `PLUGIN_INVALID` for code whose types cannot be erased
 */
export function packageFiles(manifest: Manifest, files: ReadonlyMap<string, string>): Map<string, string> {
  const shipped = [...files].filter(([path]) => !isLeftOut(path));
  const packed = withoutTypes(manifest.id, new Map(shipped));
  packed.set('package.json', `${JSON.stringify(packageOf(manifest, files), null, 2)}\n`);
  return packed;
}

/** The files as they can be run: TypeScript without its types. Errors: `PLUGIN_INVALID`. */
export function withoutTypes(plugin: string, files: ReadonlyMap<string, string>): Map<string, string> {
  process.removeAllListeners('warning'); // that stripping types is experimental
  const sources = [...files].filter(([path]) => path !== 'package.json' && path !== 'tsconfig.json');
  return new Map(
    sources.map(([path, text]) =>
      path.endsWith('.ts') ? [path.replace(/\.ts$/, '.js'), strip(plugin, path, text)] : [path, text],
    ),
  );
}

const isLeftOut = (path: string): boolean => /\.test\.ts$|\.d\.ts$|(^|\/)\./.test(path);

/** What the author says in a `package.json` stands; what makes it a plugin is added. */
function packageOf({ id, version, description, sdk }: Manifest, files: ReadonlyMap<string, string>) {
  const given = own.parse(JSON.parse(files.get('package.json') ?? '{}'));
  const { name = `tributary-plugin-${id}`, keywords, private: _private, scripts: _scripts, ...rest } = given;
  return {
    name,
    version,
    description,
    ...rest,
    keywords: [...new Set([keyword, ...keywords])],
    type: 'module',
    main: './index.js',
    peerDependencies: { tributary: sdk },
    // The installation is the peer: npm need not fetch one.
    peerDependenciesMeta: { tributary: { optional: true } },
    devDependencies: undefined,
  };
}

function strip(plugin: string, path: string, text: string): string {
  try {
    return stripTypeScriptTypes(text, { mode: 'strip' });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : 'is not TypeScript';
    const reason = `${path}: ${why}; write TypeScript whose types can be erased`;
    throw new AppError('PLUGIN_INVALID', { plugin, field: path, reason }, { cause });
  }
}
