import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const exact = /^\d+\.\d+\.\d+(-[\w.]+)?$/;
const free =
  /^\(?(MIT|MIT-0|Apache|Apache-2\.0|BSD-2-Clause|BSD-3-Clause|0BSD|ISC|BlueOak-1\.0\.0|MPL-2\.0|Python-2\.0|CC0-1\.0|CC-BY-4\.0|Unlicense|WTFPL|Public Domain)\b/;

/** Packages are pinned, the lock file fits and names no host, and every licence is one that we may use. */
export function packageRules(root) {
  const read = (name) => JSON.parse(readFileSync(join(root, name), 'utf8'));
  const manifest = read('package.json');
  const lock = read('package-lock.json').packages;
  const groups = ['dependencies', 'devDependencies', 'optionalDependencies'];
  const wanted = groups.flatMap((group) => Object.entries(manifest[group] ?? {}));
  const faults = [
    ...wanted.filter(([, version]) => !exact.test(version)).map(([name]) => `${name} is not pinned exactly`),
    ...groups
      .filter((group) => JSON.stringify(manifest[group] ?? {}) !== JSON.stringify(lock[''][group] ?? {}))
      .map((group) => `the ${group} of package-lock.json are not those of package.json`),
    ...Object.entries(lock).flatMap(([path, entry]) => faultsOf(root, path, entry)),
  ];
  return { faults: faults.length, output: faults.join('\n') };
}

function faultsOf(root, path, { resolved, license, optional, link }) {
  if (path === '' || link) return [];
  const licence = license ?? licenceOf(root, path);
  return [
    ...(resolved ? [`${path} is locked to a host; keep omit-lockfile-registry-resolved in .npmrc`] : []),
    // A package for another platform is not here to be read.
    ...((licence === undefined && optional) || free.test(licence ?? '')
      ? []
      : [`${path} has the licence ${licence}`]),
  ];
}

function licenceOf(root, path) {
  try {
    const { license, licenses } = JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8'));
    const [first] = licenses ?? [];
    return license?.type ?? license ?? first?.type;
  } catch {
    return undefined;
  }
}
