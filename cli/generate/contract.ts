/** A committed file that is made from the sources. */
export interface Contract {
  /** Relative to the repository. */
  readonly path: string;
  readonly text: string;
}
