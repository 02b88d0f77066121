import { listVariables } from './load.js';
import { profileLimits } from './profile-limits.js';

/** The page `docs/configuration.md`, generated from the schema of the settings. */
export function configurationPage(): string {
  const rows = listVariables().map(
    ({ name, default: value, secret, description }) =>
      `| \`${name}\` | ${value === '' ? '' : `\`${value.replaceAll('|', '\\|')}\``} | ${description}${secret ? ' Secret.' : ''} |`,
  );
  const limits = Object.entries(profileLimits.production).map(
    ([name, value]) =>
      `| \`${name}\` | ${value} | ${profileLimits.locked[name as keyof typeof profileLimits.locked]} |`,
  );
  return [
    '# Configuration',
    '',
    'Generated from `platform/config`; do not edit. Every setting is an environment variable, read once at the start.',
    'A secret `NAME` can also be given as `NAME_FILE`, the path of a file that holds it. Relative folders are below the',
    'repository. `npm start -- --print-config` shows what holds; a value that is not valid ends the process with 78.',
    '',
    '| variable | default | meaning |',
    '|---|---|---|',
    ...rows,
    '',
    '## Limits',
    '',
    '`LIMITS` replaces single ones of these.',
    '',
    '| limit | development, production | locked |',
    '|---|---|---|',
    ...limits,
    '',
  ].join('\n');
}
