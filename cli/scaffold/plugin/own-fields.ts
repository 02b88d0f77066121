import { parse } from 'graphql';

/** The coordinates of all fields that SDL defines, such as `Document.keyPoints`. */
export function coordinatesOf(sdl: string): Set<string> {
  return new Set(
    parse(sdl).definitions.flatMap((definition) =>
      'fields' in definition && 'name' in definition
        ? (definition.fields ?? []).map(({ name }) => `${definition.name?.value}.${name.value}`)
        : [],
    ),
  );
}

/** What was added to and removed from SDL, one line each. */
export function fieldChanges(before: string, after: string): string[] {
  const [old, now] = [coordinatesOf(before), coordinatesOf(after)];
  return [
    ...[...now].filter((field) => !old.has(field)).map((field) => `+ ${field}`),
    ...[...old].filter((field) => !now.has(field)).map((field) => `- ${field}`),
  ];
}
