import type { ScreenFinding, ScreenVerdict } from 'tributary/sdk';
import { codePointLength } from 'tributary/text';
import { mask, screenOutput } from './screen-text.js';
import { openSecret } from './secrets.js';

/** The most code points that are held back. */
export const holdBack = 64;

/** Openings whose end lies further on than a window: what follows is swallowed until the end is seen. */
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

/**
 * Screens text while it streams. What it lets through is final; what could still become something to remove is held
 * back, at most 64 code points. Something longer is known by its beginning, and swallowed until its end.
 */
export function openStream(): { push(delta: string): ScreenVerdict; end(): ScreenVerdict } {
  let held = '';
  let swallowing: RegExp | null = null;

  const swallow = (): boolean => {
    if (!swallowing) return false;
    const close = swallowing.exec(held);
    if (close) {
      // The sign that ends a word belongs to what follows it.
      held = held.slice(/^[^A-Za-z0-9_.-]$/u.test(close[0]) ? close.index : close.index + close[0].length);
      swallowing = null;
      return false;
    }
    held = held.slice(-holdBack);
    return true;
  };

  const step = (isEnd: boolean): ScreenVerdict => {
    const findings: ScreenFinding[] = [];
    let text = '';
    let removed = false;
    while (held !== '' && !swallow()) {
      const opening = isEnd ? null : firstOpening(held);
      if (opening) {
        const before = screenOutput(held.slice(0, opening.index));
        text += before.text + mask;
        findings.push(...before.findings, {
          kind: opening.kind,
          severity: 'HIGH',
          rule: opening.rule,
          ruleVersion: 1,
        });
        held = held.slice(opening.index);
        swallowing = opening.close;
        removed = true;
        continue;
      }
      const cut = isEnd ? held.length : cutBefore(held);
      const screened = screenOutput(held.slice(0, cut));
      text += screened.text;
      findings.push(...screened.findings);
      removed ||= screened.verdict === 'MODIFY';
      held = held.slice(cut);
      break;
    }
    if (isEnd) held = '';
    return { verdict: removed ? 'MODIFY' : 'ALLOW', text, findings };
  };

  return {
    push(delta) {
      held += delta;
      return step(false);
    },
    end: () => step(true),
  };
}

function firstOpening(text: string) {
  const found = openings.flatMap(({ open, ...rest }) => {
    const match = open.exec(text);
    return match ? [{ index: match.index, ...rest }] : [];
  });
  return found.sort((one, other) => one.index - other.index)[0] ?? null;
}

/** Where the part begins that has to wait; never more than 64 code points from the end. */
function cutBefore(text: string): number {
  const match = unfinished.exec(text);
  if (!match) return text.length;
  const waiting = match[0];
  return codePointLength(waiting) <= holdBack
    ? match.index
    : text.length - [...waiting].slice(-holdBack).join('').length;
}
