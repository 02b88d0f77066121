import type { GeneratedNames } from '../generated-names.js';
import type { Model } from '../model.js';
import { selectionOf } from '../selection.js';

/** `README.md`: what lives there, with operations to paste. */
export function readmeFile({ description, fields, objects }: Model, names: GeneratedNames): string {
  const { subgraph, entity, single, list, file, noun, nouns } = names;
  const shown = selectionOf(fields.slice(0, 6));
  const stored =
    objects.length > 0
      ? `Nested values are JSON columns of the one table: ${nouns} are read and changed whole, under one version.`
      : 'One row of one table.';
  return `# ${subgraph}

${description}

${stored} Made by \`tributary subgraph new\`; it is yours to change.

| file | what it is |
|---|---|
| \`${file}.shape.ts\` | checks what is sent |
| \`${file}.service.ts\` | the work: access lists, versions, idempotency keys, events, audit |
| \`${file}.type.ts\`, \`….input.ts\`, \`${file}.filter.ts\`, \`${file}.payloads.ts\`, \`${file}.resolver.ts\` | the graph |
| \`${file}.entity.ts\`, \`migrations/\` | the table |

Permissions: \`${subgraph}:read\`, \`${subgraph}:write\`, \`${subgraph}:delete\`. Events: \`${single}.created\`, \`${single}.updated\`,
\`${single}.deleted\`.

\`\`\`graphql
query List {
  ${list}(first: 5) {
    totalCount
    nodes { id version ${shown} }
  }
}
\`\`\`

\`\`\`graphql
mutation Change($input: Update${entity}Input!) {
  update${entity}(input: $input) {
    ... on Update${entity}Payload { ${single} { id version } }
    ... on Failure { code message hint }
  }
}
\`\`\`

\`input\` holds the id of the ${noun}, the fields to change, and, if a change in between is to be refused, the \`version\`.
`;
}
