import type { GeneratedNames } from '../generated-names.js';

/** `eraser.ts`: what goes with a tenant. */
export function eraserFile({ subgraph, table }: GeneratedNames): string {
  return `import type { Eraser } from '#platform';

/** Everything of a deleted tenant. */
export const ${subgraph.replaceAll(/_(\w)/g, (_match, letter: string) => letter.toUpperCase())}Eraser: Eraser = {
  name: '${subgraph}',
  async tenant(tx) {
    await tx.query('delete from ${table}');
    await tx.query('delete from ${subgraph}.idempotency_keys');
  },
};
`;
}
