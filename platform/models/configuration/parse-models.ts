import { z } from 'tributary/sdk';
import { type AliasSettings, aliasForm, embedAlias, namedTargets } from './alias.js';
import { targetForm } from './target.js';

export type TargetForm = z.output<typeof targetForm>;

export interface ParsedModels {
  targets: Map<string, TargetForm>;
  aliases: Map<string, AliasSettings>;
  /** What is wrong, each with its place in the file and how to mend it. */
  problems: string[];
}

const providersOfVectors: ReadonlySet<TargetForm['provider']> = new Set([
  'openai',
  'ollama',
  'huggingface',
  'scripted',
]);

const fileForm = z.strictObject({
  targets: z.record(z.string().min(1), z.unknown()).default({}),
  aliases: z.record(z.string().min(1), z.unknown()),
});

/** Reads the content of a models file, the short forms too, and names all that is wrong in it. */
export function parseModels(content: unknown): ParsedModels {
  const parsed: ParsedModels = { targets: new Map(), aliases: new Map(), problems: [] };
  const file = fileForm.safeParse(content);
  if (!file.success) {
    parsed.problems.push(...problemsOf('', file.error));
    return parsed;
  }
  for (const [name, value] of Object.entries(file.data.targets)) readTarget(parsed, name, value);
  for (const [name, value] of Object.entries(file.data.aliases)) readAlias(parsed, name, value);
  // Of a target that is wrong itself it need not be said that it is missing.
  if (parsed.problems.length === 0) checkNames(parsed);
  return parsed;
}

function readTarget({ targets, problems }: ParsedModels, name: string, value: unknown, path = 'targets') {
  const target = targetForm.safeParse(value);
  if (target.success) targets.set(name, target.data);
  else problems.push(...problemsOf(`${path}.${name}`, target.error));
}

function readAlias(parsed: ParsedModels, name: string, value: unknown): void {
  if (isInlineTarget(value)) {
    if (parsed.targets.has(name)) {
      const mend = 'name the target here instead, or give the alias or the target another name';
      parsed.problems.push(`aliases.${name}: there is a target of this name too; ${mend}`);
      return;
    }
    readTarget(parsed, name, value, 'aliases');
  }
  const alias = aliasForm.safeParse(spelledOut(name, value));
  if (alias.success) parsed.aliases.set(name, alias.data);
  else parsed.problems.push(...problemsOf(`aliases.${name}`, alias.error));
}

const isInlineTarget = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'provider' in value;

function spelledOut(name: string, value: unknown): unknown {
  if (typeof value === 'string') return { targets: [value] };
  if (Array.isArray(value)) return { targets: value };
  return isInlineTarget(value) ? { targets: [name] } : value;
}

function checkNames({ targets, aliases, problems }: ParsedModels): void {
  const known = [...targets.keys()].join(', ');
  for (const [name, alias] of aliases) {
    for (const { path, target } of namedTargets(alias)) {
      const problem = problemWith(name, targets.get(target)?.provider, target, known);
      if (problem !== null) problems.push(`aliases.${name}.${path}: ${problem}`);
    }
  }
  if (!aliases.has('chat') && !aliases.has('embed')) {
    problems.push('aliases: it has neither chat nor embed; capabilities ask these, so add one of them');
  }
}

function problemWith(
  alias: string,
  provider: TargetForm['provider'] | undefined,
  target: string,
  known: string,
): string | null {
  if (provider === undefined)
    return `there is no target ${target}; name one of ${known}, or add it to targets`;
  if (alias === embedAlias && !providersOfVectors.has(provider))
    return `${target} is of ${provider}, which makes no vectors; name one of ${[...providersOfVectors].join(', ')}`;
  if (alias !== embedAlias && provider === 'huggingface')
    return `${target} is of huggingface, which makes vectors only; name it for ${embedAlias}`;
  return null;
}

function problemsOf(path: string, { issues }: z.ZodError): string[] {
  return issues.map((issue) => {
    const place = [path, ...issue.path.map(String)].filter((part) => part !== '').join('.');
    return `${place === '' ? 'the file' : place}: ${issue.message}`;
  });
}
