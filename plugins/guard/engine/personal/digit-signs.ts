/** What numbers of people are made of, counted in a part of a text: most forms ask for more than there is. */
export interface DigitSigns {
  /** The most digits that stand together, with at most a few other signs between two of them. */
  together: number;
  /** The most digits in a row. */
  run: number;
  /** The length of the longest word. */
  word: number;
}

/** No number has more signs between two digits, the country's letters of an IBAN aside. */
const widestGap = 5;
const [digit, letter] = [1, 2];
const signs = Uint8Array.from({ length: 0x80 }, (_, code) => {
  const sign = String.fromCharCode(code);
  return /\d/.test(sign) ? digit : /[a-z]/i.test(sign) ? letter : 0;
});

export function digitSignsOf(text: string): DigitSigns {
  let [together, run, word] = [0, 0, 0];
  let [ofTogether, ofRun, ofWord, last] = [0, 0, 0, 0];
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    // What is not ASCII may be a letter: a word too long is only looked at in vain.
    const sign = code < 0x80 ? signs[code] : letter;
    if (sign === digit) {
      ofTogether = index - last > widestGap ? 1 : ofTogether + 1;
      last = index;
      ofRun++;
      if (ofTogether > together) together = ofTogether;
      if (ofRun > run) run = ofRun;
    } else ofRun = 0;
    ofWord = sign ? ofWord + 1 : 0;
    if (ofWord > word) word = ofWord;
  }
  return { together, run, word };
}
