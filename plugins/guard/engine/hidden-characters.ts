import { normalise, type RemovedCharacters } from 'tributary/text';
import type { Finding } from './finding.js';
import { carrierSeverity } from './policy.js';

/** What of a text a reader does not see, and the text without it. */
interface HiddenCharacters {
  /** The given text itself when nothing was hidden. */
  readonly plain: string;
  readonly removed: readonly RemovedCharacters[];
  readonly findings: readonly Finding[];
}

/** Hidden characters of a text; one that is plain ASCII has none, which one look says. */
export function hiddenCharacters(text: string): HiddenCharacters {
  if (/^[\u0020-\u007e\n\t]*$/.test(text)) return { plain: text, removed: [], findings: [] };
  const { text: visible, removed } = normalise(text, { form: 'NFC' });
  const findings = removed.map(({ carrier, first }) => ({
    kind: `hidden.${carrier}`,
    severity: carrierSeverity(carrier) === 'INFO' ? ('LOW' as const) : carrierSeverity(carrier),
    rule: 'guard.hidden-characters',
    version: 1,
    start: first,
    end: first + 1,
  }));
  return { plain: removed.length > 0 ? visible : text, removed, findings };
}
