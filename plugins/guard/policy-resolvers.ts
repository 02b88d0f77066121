import { AppError, outcomeOf, type ResolverContext } from 'tributary/sdk';
import { checkText } from './engine/check-text.js';
import { type Policy, policy, policyOf } from './engine/policy.js';
import { type GuardSettings, guardSettings, type TenantRule } from './engine/settings.js';

type Context = ResolverContext<'settings'>;
type Changes = Readonly<Record<string, unknown>>;

const longest = 200_000;

export const policyResolvers = {
  Query: {
    guardPolicy: async (_parent: unknown, _args: unknown, { settings }: Context) =>
      shown(await settings.read()),
    async tryGuardPolicy(_parent: unknown, { input }: { input: unknown }, { settings }: Context) {
      const {
        text,
        place,
        policy: changes,
      } = input as {
        text: string;
        place: TenantRule['place'];
        policy?: Changes | null;
      };
      if (text.length > longest)
        throw new AppError('BAD_USER_INPUT', { reason: `text must have at most ${longest} characters` });
      const by = policyOf(
        settled({ ...(await settings.read()), ...given(changes ?? {}, await settings.read()) }),
      );
      return { policy: by.version, ...tried(text, place, by) };
    },
  },
  Mutation: {
    updateGuardPolicy: (_parent: unknown, { input }: { input: unknown }, { settings }: Context) =>
      outcomeOf(async () => {
        const changes = given(input as Changes, await settings.read());
        settled({ ...(await settings.read()), ...changes });
        await settings.change(changes);
        return { __typename: 'GuardPolicy', ...shown(await settings.read()) };
      }),
  },
};

/** Hidden text is read by the rules of documents, where it stands apart. */
function tried(text: string, place: TenantRule['place'], by: Policy) {
  const role = place === 'INPUT' || place === 'OUTPUT' ? place : 'DOCUMENT';
  const judged = checkText(text, role, place === 'HIDDEN_TEXT' ? { ...by, visible: by.hidden } : by);
  return { verdict: judged.verdict, text: judged.text, findings: judged.findings };
}

/** What was left out, or is null, stays as it is. */
function given(input: Changes, before: Changes): Changes {
  const kept = Object.entries(input).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(
    kept.map(([name, value]) =>
      name === 'personalData'
        ? [name, { ...(before.personalData as object), ...(given(value as Changes, {}) as object) }]
        : [name, value],
    ),
  );
}

/** @throws AppError `BAD_USER_INPUT` */
function settled(values: Changes): GuardSettings {
  const parsed = guardSettings.safeParse(values);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new AppError('BAD_USER_INPUT', { reason: `${issue?.path.join('.')}: ${issue?.message}` });
}

function shown(values: Changes) {
  const { rules, links, personalData } = guardSettings.parse(values);
  const own = rules.map((rule) => ({ ...rule, isBuiltIn: false }));
  return { version: policyOf(values).version, rules: [...own, ...builtIn], links, personalData };
}

const named = { visible: 'DOCUMENT', hidden: 'HIDDEN_TEXT', input: 'INPUT', output: 'OUTPUT' } as const;
const actions = {
  ALLOW: 'ALLOW',
  MODIFY: 'MODIFY',
  REVIEW: 'REVIEW',
  QUARANTINE: 'REFUSE',
  BLOCK: 'REFUSE',
} as const;
const builtIn = (Object.keys(named) as (keyof typeof named)[]).flatMap((place) =>
  policy[place].map(({ family, least, verdict }) => ({
    place: named[place],
    family,
    least,
    verdict: actions[verdict],
    isBuiltIn: true,
  })),
);
