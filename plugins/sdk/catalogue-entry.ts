/** What the catalogue says of an error. */
export interface CatalogueEntry {
  /** Shown to the user; `{name}` is filled from the details. */
  message: string;
  /** What the reader can do about it. */
  hint: string;
  /** Whether the same request may succeed later. */
  retryable: boolean;
  /** HTTP status of a request that fails with it. */
  status: number;
}

/** One entry of the catalogue, with the status in front for the eye. */
export const entry = (status: number, message: string, hint: string, retryable = false): CatalogueEntry => ({
  message,
  hint,
  retryable,
  status,
});
