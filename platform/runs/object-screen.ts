import type { EnginePart } from 'tributary/sdk';
import type { Screening } from '#platform';
import { blocked } from './blocked.js';
import { mapTexts } from './texts.js';

type ObjectDelta = Extract<EnginePart, { type: 'ObjectDelta' }>;
type TextStream = ReturnType<Screening['openStream']>;

/** A text that grows: what was given, and what of it was shown. */
interface Growing {
  raw: string;
  shown: string;
  readonly stream: TextStream | null;
}
/** What stands at a path. */
interface Latest {
  readonly order: number;
  readonly text: Growing | null;
  readonly value: unknown;
  /** As JSON. */
  readonly shown: string;
}

/** Screens an object while it grows: of each text is shown what can no longer become something to take out. */
export class ObjectScreen {
  readonly #screening: Screening | null;
  readonly #givesAway: (value: unknown) => boolean;
  readonly #latest = new Map<string, Latest>();
  #order = 0;

  /** @param givesAway told of all that is new, whether it may not be shown */
  constructor(screening: Screening | null, givesAway: (value: unknown) => boolean) {
    this.#screening = screening;
    this.#givesAway = givesAway;
  }

  /** What may be shown so far. */
  push({ path, value }: ObjectDelta): ObjectDelta | typeof blocked {
    this.#order += 1;
    return typeof value === 'string' ? this.#pushText(path, value) : this.#pushWhole(path, value);
  }

  /** What may be shown of a value that does not grow. */
  whole(value: unknown): unknown | typeof blocked {
    return this.#givesAway(value) ? blocked : this.#screened(value, true);
  }

  /** What was held back, when the object is whole. */
  end(): ObjectDelta[] | typeof blocked {
    const rest: ObjectDelta[] = [];
    for (const [path, { order, text, value, shown }] of this.#latest) {
      if (this.#isReplaced(path, order)) continue;
      const screened = text ? this.#ended(text) : this.#screened(value, true);
      if (screened === blocked) return blocked;
      if (JSON.stringify(screened) !== shown) rest.push({ type: 'ObjectDelta', path, value: screened });
    }
    return rest;
  }

  /** Only what a text grew by is looked at, so that all readings together are linear. */
  #pushText(path: string, value: string): ObjectDelta | typeof blocked {
    const known = this.#latest.get(path)?.text;
    const isGrown = known && value.startsWith(known.raw);
    const text = isGrown ? known : { raw: '', shown: '', stream: this.#screening?.openStream() ?? null };
    const piece = value.slice(text.raw.length);
    if (this.#givesAway(piece)) return blocked;
    const said = text.stream?.push(piece) ?? { verdict: 'ALLOW', text: piece };
    if (said.verdict === 'BLOCK') return blocked;
    text.raw = value;
    text.shown += said.text;
    this.#latest.set(path, { order: this.#order, text, value: null, shown: '' });
    return { type: 'ObjectDelta', path, value: text.shown };
  }

  #pushWhole(path: string, value: unknown): ObjectDelta | typeof blocked {
    if (this.#givesAway(value)) return blocked;
    const screened = this.#screened(value, false);
    if (screened === blocked) return blocked;
    const shown = JSON.stringify(screened);
    this.#latest.set(path, { order: this.#order, text: null, value, shown });
    return { type: 'ObjectDelta', path, value: screened };
  }

  #ended({ shown, stream }: Growing): unknown {
    const last = stream?.end();
    return last?.verdict === 'BLOCK' ? blocked : shown + (last?.text ?? '');
  }

  /** Whether something around it was given whole since. */
  #isReplaced(path: string, order: number): boolean {
    for (let at = path.lastIndexOf('/'); at >= 0; at = at === 0 ? -1 : path.lastIndexOf('/', at - 1)) {
      if ((this.#latest.get(path.slice(0, at))?.order ?? 0) > order) return true;
    }
    return false;
  }

  #screened(value: unknown, isWhole: boolean): unknown | typeof blocked {
    const screening = this.#screening;
    if (!screening) return value;
    let isBlocked = false;
    const screened = mapTexts(value, (text) => {
      const stream = screening.openStream();
      const parts = [stream.push(text), ...(isWhole ? [stream.end()] : [])];
      isBlocked ||= parts.some(({ verdict }) => verdict === 'BLOCK');
      return parts.map((part) => part.text).join('');
    });
    return isBlocked ? blocked : screened;
  }
}
