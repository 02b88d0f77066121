import { codePointLength, codePointSlice } from 'tributary/text';

/** A document of so many code points is shown whole. */
const whole = 12_000;
const head = 7_000;
const middle = 2_000;
const foot = 3_000;
const gap = '\n[…]\n';

/** What a model is shown of a document to tell what it is: all of a short one; of a long one its head, a piece of its middle, and its foot. */
export function excerpt(text: string): string {
  const length = codePointLength(text);
  if (length <= whole) return text;
  const centre = Math.floor((length - middle) / 2);
  return [
    codePointSlice(text, 0, head),
    codePointSlice(text, centre, centre + middle),
    codePointSlice(text, length - foot),
  ].join(gap);
}
