import { AppError, type ErrorCode } from 'tributary/sdk';
import type { Limits } from '#platform/config';
import type { Shape } from './shape.js';

const checks: readonly [keyof Limits & keyof CheckedShape, ErrorCode][] = [
  ['aliases', 'MAX_ALIASES'],
  ['rootFields', 'MAX_ROOT_FIELDS'],
  ['directives', 'MAX_DIRECTIVES'],
  ['recursiveSelections', 'MAX_RECURSIVE_SELECTIONS'],
  ['depth', 'MAX_DEPTH'],
];
type CheckedShape = Pick<Shape, 'aliases' | 'rootFields' | 'directives' | 'depth'> & {
  recursiveSelections: number;
};

/**
 * @param isIntrospection its depth is bounded by graphql-js's own rule
 * @throws AppError `MAX_ALIASES`, `MAX_ROOT_FIELDS`, `MAX_DIRECTIVES`, `MAX_RECURSIVE_SELECTIONS`, `MAX_DEPTH`.
 */
export function checkShape(shape: Shape, limits: Limits, isIntrospection: boolean): void {
  const checked: CheckedShape = { ...shape, recursiveSelections: shape.selections };
  for (const [name, code] of checks) {
    if (name === 'depth' && isIntrospection) continue;
    if (checked[name] > limits[name]) throw new AppError(code, { max: limits[name] });
  }
}
