import { codePointLength } from 'tributary/text';

const between = '\n\n';

/** What a turn says, over its rounds; each but the first begins behind a blank line. */
export class Reply {
  text = '';
  /** What was said since `begin`. */
  round = '';
  /** Code points between what was said before and this round. */
  gap = 0;

  begin(): void {
    this.round = '';
    this.gap = 0;
  }

  *say(text: string): Generator<string> {
    if (text === '') return;
    if (this.round === '' && this.text !== '') {
      this.gap = codePointLength(between);
      this.text += between;
      yield between;
    }
    this.round += text;
    this.text += text;
    yield text;
  }
}
