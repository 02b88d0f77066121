import { createHash } from 'node:crypto';

/** One part is held out, the others are learned from. */
export interface Fold<Example> {
  learn: Example[];
  test: Example[];
}

/**
 * `count` folds in which what belongs together (the same document, the same attack) is held out together. Which fold a
 * group is in depends on its name alone.
 */
export function foldsOf<Example>(
  examples: readonly Example[],
  groupOf: (example: Example) => string,
  count = 5,
): Fold<Example>[] {
  const foldOf = (example: Example) =>
    createHash('sha256').update(groupOf(example)).digest().readUInt32BE() % count;
  return Array.from({ length: count }, (_, at) => ({
    learn: examples.filter((example) => foldOf(example) !== at),
    test: examples.filter((example) => foldOf(example) === at),
  }));
}
