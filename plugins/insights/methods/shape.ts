import type { Changes } from './change-points.js';
import { squares } from './statistics.js';
import type { Trend } from './trend.js';

/** What a series is best called: a level, a line, or levels that change. */
export type Shape = 'LEVEL' | 'LINE' | 'STEPS';

/**
 * A step looks like a trend to a test of trends, and a trend like many steps: the Bayesian information criterion (Schwarz,
 * Annals of Statistics 6, 1978) says which of them is the shorter story.
 */
export function shapeOf(values: readonly number[], trend: Trend, changes: Changes): Shape {
  const n = values.length;
  const whole = squares(values);
  const about = values.map((value, at) => value - trend.slope * at);
  // So that a series without noise can be compared at all.
  const least = whole * 1e-9 || 1e-9;
  const criterion = (left: number, parameters: number) =>
    n * Math.log(Math.max(left, least) / n) + parameters * Math.log(n);
  const scores: Record<Shape, number> = {
    LEVEL: criterion(whole, 2),
    LINE: criterion(squares(about), 3),
    STEPS: criterion(changes.squares, 2 * changes.changes.length + 2),
  };
  const shapes: Shape[] = ['LEVEL', 'LINE', 'STEPS'];
  return shapes.reduce((best, each) => (scores[each] < scores[best] ? each : best));
}
