import type { ScreenFinding, ScreenVerdict } from 'tributary/sdk';
import { codePointLength } from 'tributary/text';
import { findLinks, withoutEntities } from './links.js';
import { type Policy, policy } from './policy.js';
import { isAsked, mask, screenOutput } from './screen-text.js';
import { openSecret } from './secrets.js';

/** The most code points that are held back. */
export const holdBack = 64;

/** Something to take out that is known by its beginning: what follows is swallowed until the end is seen. */
interface Opening {
  kind: string;
  severity: ScreenFinding['severity'];
  rule: string;
  index: number;
  close: RegExp;
}

/** Openings whose end lies further on than a window. */
const openings: readonly { kind: string; rule: string; open: RegExp; close: RegExp }[] = [
  {
    kind: 'secret.private-key',
    rule: 'guard.private-key',
    open: /-----BEGIN (?:[A-Z]{2,12} ){0,3}PRIVATE KEY-----/u,
    close: /-----END (?:[A-Z]{2,12} ){0,3}PRIVATE KEY-----/u,
  },
  {
    kind: 'instruction.tool-call',
    rule: 'guard.tool-call',
    open: /\[\[\s{0,3}(?:CALL|TOOL|EXEC|EXECUTE|RUN|FUNCTION|ACTION)\b/iu,
    close: /\]\]|\n/u,
  },
  { kind: 'secret.api-key', rule: 'guard.api-key', open: openSecret, close: /[^A-Za-z0-9_.-]/u },
];
/** What may be the beginning of something that is only known by more of it: a word, a mark, or one in brackets. */
const unfinished =
  /(?:-{1,5}(?:BEGIN [A-Z ]{0,40}-{0,5})?|\[\[?[^\]\s]{0,12}|!\[[^\]]{0,20}(?:\]\(?\S{0,40})?|<[|/]?[\w|]{0,20}|\S{1,64})$/u;
/** The same for numbers of people, which are written in groups. */
const unfinishedNumber = /[A-Z]{0,2}[+(]{0,2}\d[\dA-Z ./(),-]{0,60}$/u;
/** How much of what was let through may tell what the next characters are. */
const remembered = 8;

/**
 * Screens text while it streams. What it lets through is final; what could still become something to remove is held
 * back, at most 64 code points. Something longer is known by its beginning, and swallowed until its end.
 */
export function openStream(by: Policy = policy): {
  push(delta: string): ScreenVerdict;
  end(): ScreenVerdict;
} {
  return new ScreenedStream(by);
}

class ScreenedStream {
  readonly #by: Policy;
  readonly #looksForPeople: boolean;
  #held = '';
  #before = '';
  #swallowing: RegExp | null = null;

  constructor(by: Policy) {
    this.#by = by;
    this.#looksForPeople = isAsked(by.output);
  }

  push(delta: string): ScreenVerdict {
    this.#held += delta;
    return this.#step(false);
  }

  end(): ScreenVerdict {
    const last = this.#step(true);
    this.#held = '';
    return last;
  }

  #step(isEnd: boolean): ScreenVerdict {
    const findings: ScreenFinding[] = [];
    const verdicts: ScreenVerdict['verdict'][] = [];
    let text = '';
    const pass = (part: string) => {
      const screened = screenOutput(part, this.#by);
      text += screened.text;
      findings.push(...screened.findings);
      verdicts.push(screened.verdict);
      this.#before = (this.#before + part).slice(-remembered);
    };
    this.#held = withoutEntities(this.#held, !isEnd);
    while (this.#held !== '' && !this.#swallows()) {
      const opening = this.#opening(isEnd);
      if (opening) {
        pass(this.#held.slice(0, opening.index));
        const { kind, severity, rule, index, close } = opening;
        text += mask;
        findings.push({ kind, severity, rule, ruleVersion: 1 });
        verdicts.push('MODIFY');
        this.#held = this.#held.slice(index);
        this.#swallowing = close;
        continue;
      }
      const cut = isEnd ? this.#held.length : this.#cut();
      pass(this.#held.slice(0, cut));
      this.#held = this.#held.slice(cut);
      break;
    }
    const verdict = (['BLOCK', 'REVIEW', 'MODIFY'] as const).find((one) => verdicts.includes(one)) ?? 'ALLOW';
    return { verdict, text: verdict === 'BLOCK' ? '' : text, findings, policy: this.#by.version };
  }

  /** Whether all that is held belongs to something that was taken out. */
  #swallows(): boolean {
    if (!this.#swallowing) return false;
    const close = this.#swallowing.exec(this.#held);
    if (close) {
      // The sign that ends a word belongs to what follows it; that of a tag goes with it.
      const isKept = /^[^A-Za-z0-9_.>-]$/u.test(close[0]) || (close[0] === '>' && !isOfTag(this.#swallowing));
      this.#held = this.#held.slice(isKept ? close.index : close.index + close[0].length);
      this.#swallowing = null;
      this.#before = '';
      return false;
    }
    this.#held = this.#held.slice(-holdBack);
    return true;
  }

  #opening(isEnd: boolean): Opening | null {
    const whole = this.#before + this.#held;
    const shift = this.#before.length;
    const links = findLinks(whole, this.#by.links, !isEnd).flatMap((link) =>
      link.start < shift ? [] : [{ ...link, index: link.start - shift }],
    );
    // What is whole is found by the screen of whole texts.
    const others = isEnd ? [] : openingsIn(this.#held);
    return [...links, ...others].sort((one, other) => one.index - other.index)[0] ?? null;
  }

  /** Where the part begins that has to wait; never more than 64 code points from the end. */
  #cut(): number {
    const waiting = [unfinished, ...(this.#looksForPeople ? [unfinishedNumber] : [])].map(
      (pattern) => pattern.exec(this.#held)?.[0] ?? '',
    );
    const longest = waiting.reduce((most, one) => (one.length > most.length ? one : most), '');
    const kept = codePointLength(longest) <= holdBack ? longest : [...longest].slice(-holdBack).join('');
    const cut = this.#held.length - kept.length;
    return this.#looksForPeople && kept !== '' ? this.#beginOfWord(cut) : cut;
  }

  /** A number may be the end of a longer word, as in the address of a device: it waits as a whole, if there is room. */
  #beginOfWord(cut: number): number {
    const earliest = Math.max(0, this.#held.length - holdBack);
    let begin = cut;
    while (begin > earliest && /\S/.test(this.#held.charAt(begin - 1))) begin--;
    return begin > earliest || begin === 0 ? begin : cut;
  }
}

const isOfTag = (close: RegExp): boolean => close.source.startsWith('>');

function openingsIn(text: string): Opening[] {
  return openings.flatMap(({ open, ...rest }) => {
    const match = open.exec(text);
    return match ? [{ ...rest, index: match.index, severity: 'HIGH' as const }] : [];
  });
}
