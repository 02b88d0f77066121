import { AppError } from 'tributary/sdk';

/** Collects everything that is wrong with a schema, so that it is mended in one go. */
export class Problems {
  readonly #lines: string[] = [];

  /** @param path where, as in `#/properties/total` */
  add(path: string, reason: string, mend: string): void {
    this.#lines.push(`${path}: ${reason}. ${mend}.`);
  }

  /** @throws AppError `SCHEMA_INVALID` with every problem */
  throwIfAny(): void {
    if (this.#lines.length > 0) throw new AppError('SCHEMA_INVALID', { problems: this.#lines.join('\n') });
  }
}
