import type { EnginePart } from 'tributary/sdk';
import type { Screening } from '#platform';
import { blocked } from './blocked.js';
import { mapTexts } from './texts.js';

type ObjectDelta = Extract<EnginePart, { type: 'ObjectDelta' }>;

/** Screens an object while it grows: of each text is shown what can no longer become something to take out. */
export class ObjectScreen {
  readonly #screening: Screening;
  /** What was given and what was shown of it, by path; the older ones first. */
  readonly #latest = new Map<string, { value: unknown; shown: string; order: number }>();
  #order = 0;

  constructor(screening: Screening) {
    this.#screening = screening;
  }

  /** What may be shown so far. */
  push({ path, value }: ObjectDelta): ObjectDelta | typeof blocked {
    const screened = this.#screened(value, false);
    if (screened === blocked) return blocked;
    this.#order += 1;
    this.#latest.set(path, { value, shown: JSON.stringify(screened), order: this.#order });
    return { type: 'ObjectDelta', path, value: screened };
  }

  /** What was held back, when the object is whole. */
  end(): ObjectDelta[] | typeof blocked {
    const rest: ObjectDelta[] = [];
    for (const [path, { value, shown, order }] of this.#latest) {
      if (this.#isReplaced(path, order)) continue;
      const screened = this.#screened(value, true);
      if (screened === blocked) return blocked;
      if (JSON.stringify(screened) !== shown) rest.push({ type: 'ObjectDelta', path, value: screened });
    }
    return rest;
  }

  /** Whether something around it was given whole since. */
  #isReplaced(path: string, order: number): boolean {
    for (let at = path.lastIndexOf('/'); at >= 0; at = at === 0 ? -1 : path.lastIndexOf('/', at - 1)) {
      if ((this.#latest.get(path.slice(0, at))?.order ?? 0) > order) return true;
    }
    return false;
  }

  #screened(value: unknown, isWhole: boolean): unknown | typeof blocked {
    let isBlocked = false;
    const screened = mapTexts(value, (text) => {
      const stream = this.#screening.openStream();
      const parts = [stream.push(text), ...(isWhole ? [stream.end()] : [])];
      isBlocked ||= parts.some(({ verdict }) => verdict === 'BLOCK');
      return parts.map((part) => part.text).join('');
    });
    return isBlocked ? blocked : screened;
  }
}
