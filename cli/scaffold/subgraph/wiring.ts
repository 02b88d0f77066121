import { AppError } from 'tributary/sdk';
import { namesOf, permissionsOf } from './generated-names.js';
import type { Model } from './model.js';
import { camel, kebab } from './names.js';

/** A file of the repository that lists subgraphs, and how a new one is added to its text. */
export interface Wiring {
  readonly path: string;
  edit(text: string): string;
}

/** Every list that a new subgraph has to stand in. Adding it twice changes nothing. */
export function wiringOf(model: Model): Wiring[] {
  const { name } = model;
  const { single } = namesOf(model);
  const variable = camel(name);
  const [read = '', ...others] = permissionsOf(model);
  return [
    {
      path: 'cli/modules.ts',
      edit: (text) =>
        addImport(
          addItem(text, 'export const modules: readonly SubgraphModule[] = [', ']', variable),
          `import ${variable} from '../subgraphs/${name}/index.js';`,
        ),
    },
    {
      path: 'plugins/sdk/events/index.ts',
      edit: (text) =>
        addImport(
          addItem(text, 'export const eventSchemas = {', '} as const satisfies', `...${variable}Events`),
          `import { ${variable}Events } from './${kebab(name)}.js';`,
        ),
    },
    {
      path: 'platform/access/permissions.ts',
      edit: (text) =>
        [
          ...[read, ...others].map((one) => ['export const permissions = [', one] as const),
          ['const viewer: readonly Permission[] = [', read] as const,
          ...others.map((one) => ['const member: readonly Permission[] = [', one] as const),
        ].reduce((edited, [opening, one]) => addItem(edited, opening, ']', `'${one}'`), text),
    },
    {
      path: 'testkit/isolation/entities.ts',
      edit: (text) =>
        addImport(
          addItem(text, 'export const entityProbes: readonly EntityProbes[] = [', ']', `${single}Probes`),
          `import { ${single}Probes } from '../../subgraphs/${name}/fixtures/probes.js';`,
        ),
    },
  ];
}

/** Adds an item to the end of a list in a source. @throws AppError `SCAFFOLD_FAILED` when the list is not there */
function addItem(text: string, opening: string, closing: string, item: string): string {
  const start = text.indexOf(opening);
  const end = text.indexOf(closing, start + opening.length);
  if (start < 0 || end < 0)
    throw new AppError('SCAFFOLD_FAILED', { reason: `"${opening}" is no longer found` });
  const items = text.slice(start + opening.length, end).trimEnd();
  const isThere = items.split(/[\n,]/).some((one) => one.trim() === item);
  if (isThere) return text;
  const comma = items === '' || items.endsWith(',') ? '' : ',';
  return `${text.slice(0, start + opening.length)}${items}${comma}\n  ${item},\n${text.slice(end)}`;
}

function addImport(text: string, line: string): string {
  if (text.includes(line)) return text;
  const last = [...text.matchAll(/^(?:import .*|\} from .*);$/gm)].at(-1);
  const at = (last?.index ?? 0) + (last?.[0].length ?? 0);
  return `${text.slice(0, at)}\n${line}${text.slice(at)}`;
}
