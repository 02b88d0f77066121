import type { ManifestInput } from 'tributary/sdk';

/**
 * What a folder outside of the installation needs besides: a package of its own, and how an editor and the compiler find
 * the SDK. `installation` is the way there from the plugin's folder.
 */
export function outsideFiles(
  { id, version, description, sdk }: ManifestInput,
  installation: string,
): [string, string][] {
  const manifest = {
    name: `tributary-plugin-${id}`,
    version,
    description,
    type: 'module',
    keywords: ['tributary-plugin'],
    peerDependencies: { tributary: sdk },
  };
  const project = {
    extends: `${installation}/tsconfig.json`,
    compilerOptions: {
      noEmit: true,
      incremental: false,
      // Those of the installation do not hold here.
      rootDir: null,
      outDir: null,
      tsBuildInfoFile: null,
      typeRoots: [`${installation}/node_modules/@types`],
      paths: {
        'tributary/sdk': [`${installation}/plugins/sdk/index.ts`],
        'tributary/text': [`${installation}/text/index.ts`],
        'tributary/testkit': [`${installation}/testkit/index.ts`],
      },
    },
    // Declarations that the installation has for packages without their own.
    include: ['.', `${installation}/text/*.d.ts`],
  };
  return [
    ['package.json', `${JSON.stringify(manifest, null, 2)}\n`],
    ['tsconfig.json', `${JSON.stringify(project, null, 2)}\n`],
  ];
}
