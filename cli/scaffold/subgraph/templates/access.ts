import type { GeneratedNames } from '../generated-names.js';

/** `<entity>.access.ts`: groups and access lists. */
export function accessFile({ noun }: GeneratedNames): string {
  return `import { AppError, everyone, type RequestContext } from 'tributary/sdk';

/** The access list of ${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun} for these groups; everybody of the tenant without any. */
export function accessOf(groups: readonly string[]): string[] {
  return groups.length === 0 ? [everyone] : groups.map((group) => \`group:\${group}\`).sort();
}

export function groupsOf(access: readonly string[]): string[] {
  return access.flatMap((principal) => (principal.startsWith('group:') ? [principal.slice('group:'.length)] : []));
}

/** One may share with the groups that one belongs to. Errors: \`BAD_USER_INPUT\`. */
export function ownGroups(context: RequestContext, groups: readonly string[]): string[] {
  const foreign = groups.find((group) => !context.groups.includes(group));
  if (foreign !== undefined) {
    throw new AppError('BAD_USER_INPUT', {
      reason: \`groups names \${foreign}, a group that you do not belong to\`,
    });
  }
  return [...new Set(groups)];
}
`;
}
