import type { GeneratedNames } from '../generated-names.js';

/** `plugins/sdk/events/<name>.ts`: the domain events, which every handler and plugin may react to. */
export function eventsFile({ single, subgraph, nouns }: GeneratedNames): string {
  const name = subgraph.replaceAll(/_(\w)/g, (_match, letter: string) => letter.toUpperCase());
  return `import { z } from 'zod';

const ${single} = z.object({ ${single}Id: z.uuid() });

/** What happens to ${nouns}. */
export const ${name}Events = {
  '${single}.created': ${single},
  '${single}.updated': ${single}.extend({ version: z.int(), fields: z.array(z.string()) }),
  '${single}.deleted': ${single},
} as const satisfies Record<string, z.ZodType>;
`;
}
