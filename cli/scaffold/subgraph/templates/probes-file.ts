import { filtersOf } from '../filters.js';
import type { GeneratedNames } from '../generated-names.js';
import type { Model } from '../model.js';
import { idPaths } from '../selection.js';

/** `fixtures/probes.ts`: how the walk of `test/isolation.test.ts` tries the subgraph. */
export function probesFile(model: Model, { entity, single, list, nouns }: GeneratedNames): string {
  const ids = idPaths(model.fields);
  const filters = filtersOf(model.fields)
    .filter(({ value }) => value.kind === 'uuid' || (value.kind === 'text' && value.isId))
    .map(({ name }) => `Query.${list}(filter.${name})`);
  const noIds = [
    ...['create', 'update'].flatMap((verb) => ids.map((path) => `Mutation.${verb}${entity}(input.${path})`)),
    ...filters,
  ];
  return `import { askWith, changeWith, type EntityProbes } from '../../../testkit/isolation/probe.js';
import { changed${entity}, sample${entity}, ${single}Selection } from './samples.js';

const kind = 'entity:${entity}';

/** How ${nouns} are tried by who may not read them. */
export const ${single}Probes: EntityProbes = {
  type: '${entity}',
  async make(caller, groups) {
    const input = { ...sample${entity}(), ...(groups.length > 0 ? { groups } : {}) };
    const payload = '... on Create${entity}Payload { ${single} { id } }';
    return (await caller.change('create${entity}', 'Create${entity}Input', input, payload)).${single}.id;
  },
  state: '${single}(id: $id) { version }',
  lists: { ${list}: \`{ ${list}(first: 5) { totalCount nodes { \${${single}Selection} } } }\` },
  probes: {
    'Mutation.create${entity}(input.groups)': changeWith('group', 'create${entity}', 'Create${entity}Input', (id) => ({
      ...sample${entity}(),
      groups: [id],
    })),
    'Mutation.delete${entity}(input.${single}Id)': changeWith(kind, 'delete${entity}', 'Delete${entity}Input', (${single}Id) => ({
      ${single}Id,
    })),
    'Mutation.update${entity}(input.groups)': changeWith('group', 'update${entity}', 'Update${entity}Input', (id, own) => ({
      ${single}Id: own[kind],
      groups: [id],
    })),
    'Mutation.update${entity}(input.${single}Id)': changeWith(kind, 'update${entity}', 'Update${entity}Input', (${single}Id) => ({
      ${single}Id,
      ...changed${entity},
    })),
    'Query.${single}(id)': askWith(kind, \`query P($id: ID!) { ${single}(id: $id) { \${${single}Selection} } }\`),
  },
  noIds: ${JSON.stringify(noIds)},
};
`;
}
