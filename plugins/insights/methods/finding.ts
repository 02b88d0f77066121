/** What a method says when there is too little to say more. */
export interface NotEnough {
  readonly enough: false;
  /** Points that there are. */
  readonly points: number;
  /** The fewest that the method speaks of. */
  readonly needed: number;
}

export const notEnough = (points: number, needed: number): NotEnough => ({ enough: false, points, needed });
