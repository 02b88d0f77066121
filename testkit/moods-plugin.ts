import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { operation, type RunEventData } from 'tributary/client';

/** What tests vary of the plugin that they turn on and off. */
export interface MoodsOptions {
  id?: string;
  version?: string;
  /** The word that it says to everything. */
  word?: string;
  /** Further fields, as `Type.field` with their SDL. */
  fields?: Readonly<Record<string, string>>;
  dependencies?: Readonly<Record<string, string>>;
  permissions?: readonly string[];
  /** Leaves `Document.mood` out. */
  withoutMood?: boolean;
  /** Throws while it is imported when there is a file at this path. */
  brokenBy?: string;
}

/** Writes a plugin with a field, a root field and a stream into a folder of plugins; what stood there goes. */
export async function writeMoods(folder: string, options: MoodsOptions = {}): Promise<void> {
  const { id = 'moods', version = '1.0.0', word = 'glad', fields = {}, dependencies = {} } = options;
  const name = id.replaceAll('-', '');
  const own = [
    `Query.${name}`,
    `Subscription.${name}Stream`,
    ...(options.withoutMood ? [] : [`Document.${name}Mood`]),
  ];
  const manifest = {
    id,
    version,
    sdk: '^0.1.0',
    title: 'Moods',
    description: 'Says how something feels.',
    permissions: options.permissions ?? ['runs'],
    contributes: { capabilities: [`${id}.say`], fields: [...own, ...Object.keys(fields)] },
    dependencies,
    settings: {
      type: 'object',
      properties: { tone: { type: 'string' }, key: { type: 'string', secret: true } },
    },
  };
  const code = `
import { existsSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { defineCapability, definePlugin, defineSubgraph, gql, streamOf, z } from 'tributary/sdk';
import manifest from './plugin.json' with { type: 'json' };
import { word } from './word.js';

if (existsSync(${JSON.stringify(options.brokenBy ?? '')})) throw new RangeError('the file is there');

const say = defineCapability({
  id: '${id}.say',
  description: 'Says one word again and again.',
  needs: [],
  input: z.object({ times: z.number(), everyMs: z.number(), seed: z.number().default(0) }),
  output: z.object({ text: z.string() }),
  async *builtIn({ times, everyMs }: { times: number; everyMs: number }) {
    for (let at = 0; at < times; at += 1) {
      await wait(everyMs);
      yield \`\${word}\${at} \`;
    }
  },
});

export default definePlugin(manifest, {
  capabilities: [say],
  subgraph: defineSubgraph({
    typeDefs: gql\`
      type Query { ${name}: String }
      type Subscription { ${name}Stream(times: Int!, everyMs: Int!, seed: Int, after: Cursor): RunEvent! }
      type Document @key(fields: "id") { id: ID! ${options.withoutMood ? '' : `${name}Mood: String`} }
      ${Object.entries(fields)
        .map(
          ([coordinate, sdl]) =>
            `extend type ${coordinate.split('.')[0]} ${coordinate.startsWith('Document') ? '@key(fields: "id")' : ''} { ${sdl} }`,
        )
        .join('\n')}\`,
    resolvers: {
      Query: { ${name}: () => word },
      Document: { ${options.withoutMood ? '' : `${name}Mood: () => word`} },
      Subscription: { ${name}Stream: streamOf(say) },
    },
  }),
});
`;
  const place = join(folder, id);
  await rm(place, { recursive: true, force: true });
  await mkdir(place, { recursive: true });
  await writeFile(join(place, 'plugin.json'), JSON.stringify(manifest, null, 2));
  await writeFile(join(place, 'index.ts'), code);
  await writeFile(join(place, 'word.ts'), `export const word: string = ${JSON.stringify(word)};\n`);
}

export interface ChangeData {
  __typename: string;
  code?: string;
  message?: string;
  version?: string;
  generation?: string | null;
  added?: string[];
  removed?: string[];
  culprits?: { plugin: string; coordinate: string | null; operation: string | null; message: string }[];
}

const outcome = `__typename
  ... on PluginEnabled { version generation } ... on PluginDisabled { version generation }
  ... on PluginChecked { version added removed }
  ... on Failure { code message }
  ... on CompositionFailed { culprits { plugin coordinate operation message } }
  ... on BreakingChange { culprits { plugin coordinate operation message } }
  ... on PermissionDenied { culprits { plugin coordinate operation message } }
  ... on MissingDependency { culprits { plugin coordinate operation message } }
  ... on PluginRefused { culprits { plugin coordinate operation message } }`;

type Given = { input: Record<string, unknown> };
export const enable = operation<{ change: ChangeData }, Given>(
  `mutation Enable($input: EnablePluginInput!) { change: enablePlugin(input: $input) { ${outcome} } }`,
);
export const disable = operation<{ change: ChangeData }, Given>(
  `mutation Disable($input: DisablePluginInput!) { change: disablePlugin(input: $input) { ${outcome} } }`,
);
export const check = operation<{ change: ChangeData }, Given>(
  `mutation Check($input: CheckPluginInput!) { change: checkPlugin(input: $input) { ${outcome} } }`,
);
export const plugin = operation<
  {
    plugin: {
      state: string;
      enabledHere: boolean;
      isolation: string;
      source: string;
      error: { code: string } | null;
      versions: { version: string; enabled: boolean }[];
    } | null;
  },
  { id: string }
>(
  `query Plugin($id: ID!) { plugin(id: $id) { state enabledHere isolation source error { code } versions { version enabled } } }`,
);
export const moods = operation<{ moods: string | null }, Record<string, never>>('query Moods { moods }');
export const moodsStream = operation<
  { moodsStream: RunEventData },
  { times: number; everyMs: number; after: string | null }
>(
  `subscription MoodsStream($times: Int!, $everyMs: Int!, $after: Cursor) {
     moodsStream(times: $times, everyMs: $everyMs, after: $after) {
       __typename runId cursor ... on TextDelta { text } ... on RunFailed { code message }
       ... on RunFinished { result { __typename } }
     }
   }`,
);

/** The text of a stream of runs to its end, which has to be a good one. */
export async function textOf(events: AsyncIterable<RunEventData>): Promise<string> {
  let text = '';
  for await (const event of events) {
    if (event.__typename === 'TextDelta') text += String(event.text);
    if (event.__typename === 'RunRestarted') text = '';
    if (event.__typename === 'RunFailed') throw new RangeError(`the run failed: ${String(event.code)}`);
  }
  return text;
}

/** What the stream says when nothing is lost and nothing doubled. */
export function saidText(word: string, times: number): string {
  return Array.from({ length: times }, (_, at) => `${word}${at} `).join('');
}
