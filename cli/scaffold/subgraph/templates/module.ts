import type { GeneratedNames } from '../generated-names.js';
import type { Model } from '../model.js';
import { camel } from '../names.js';

/** `index.ts`: the module that the composition root loads. */
export function moduleFile(
  { description }: Model,
  { subgraph, entity, single, file }: GeneratedNames,
): string {
  const name = camel(subgraph);
  return `import type { SubgraphModule } from '#platform';
import { ${name}Eraser } from './eraser.js';
import { migrations } from './migrations/index.js';
import { ${entity}Entity } from './${file}.entity.js';
import { ${entity}Resolver } from './${file}.resolver.js';
import { ${entity}Service } from './${file}.service.js';
import { ${single}View } from './${file}.view.js';

/** ${description} */
const ${name}Module: SubgraphModule = {
  name: '${subgraph}',
  entities: [${entity}Entity],
  migrations,
  create({ database, access, outbox, clock }) {
    const service = new ${entity}Service({ database, access, outbox, clock });
    return {
      resolvers: [new ${entity}Resolver(service)],
      references: {
        ${entity}: async (ids, { request }) => {
          const rows = await service.readMany(request, ids);
          return rows.map((row) => row && ${single}View(row));
        },
      },
      erasers: [${name}Eraser],
    };
  },
};
export default ${name}Module;
`;
}
