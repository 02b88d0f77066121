/** What one person said in a conversation; `start` and `end` are UTF-16 indices of the words without the name. */
export interface Turn {
  readonly speaker: string;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** `Name: words`, perhaps behind a time; a name is short and begins with a capital or a letter without case. */
const LABEL =
  /^[ \t]*(?:[[(]?\d{1,2}:\d{2}(?::\d{2})?(?: ?[AaPp][Mm])?[\])]?[ \t]*[-–]?[ \t]*)?([\p{Lu}\p{Lo}][\p{L}\p{M}\p{N} .,'’()&_/-]{0,60}?)[ \t]*[:：][ \t]*(?=\S)/u;
/** The head of a mail: who wrote what follows. */
const SENDER = /^[ \t]*(?:from|von|de|от|发件人)[ \t]*[:：][ \t]*(\S.{0,100}?)[ \t]*$/iu;
/** Further lines of such a head. */
const HEAD =
  /^[ \t]*(?:sent|date|to|cc|bcc|subject|reply-to|gesendet|datum|an|betreff|envoyé|à|objet|enviado|para|asunto|fecha|отправлено|кому|тема|дата|发送时间|收件人|主题)[ \t]*[:：]/iu;
/** This share of the text has to be said by somebody, and of the turns by people who speak more than once. */
const leastShare = 0.5;
/** Records with labels (`Item: …`, `Price: …`) say less than this at a time. */
const leastWords = 2.5;

interface Line {
  text: string;
  start: number;
}

/**
 * The turns of a conversation: mails one after another (`From: …`), or lines that begin with who speaks (`Name: …`).
 * Null for a text that is none, such as a form whose lines begin with labels: there each label stands once.
 */
export function turnsOf(text: string): Turn[] | null {
  const lines = linesOf(text);
  return mails(lines) ?? spoken(lines, text.length);
}

function mails(lines: readonly Line[]): Turn[] | null {
  const found = collect(lines, ({ text }) => {
    const speaker = SENDER.exec(text)?.[1];
    return speaker === undefined ? null : { speaker, skip: text.length };
  });
  return found.length >= 2 ? found : null;
}

function spoken(lines: readonly Line[], size: number): Turn[] | null {
  const counts = new Map<string, number>();
  for (const { text } of lines) {
    const speaker = LABEL.exec(text)?.[1];
    if (speaker !== undefined) counts.set(speaker, (counts.get(speaker) ?? 0) + 1);
  }
  const often = new Set([...counts].filter(([, count]) => count > 1).map(([speaker]) => speaker));
  if (often.size === 0) return null;
  let begun = false;
  const found = collect(lines, ({ text }) => {
    const match = LABEL.exec(text);
    if (!match) return null;
    const [{ length: skip }, speaker = ''] = match;
    begun ||= often.has(speaker);
    // Before the first who speaks again stand the labels of a head.
    return begun ? { speaker, skip } : null;
  });
  const regular = found.filter(({ speaker }) => often.has(speaker)).length / Math.max(1, found.length);
  const [first, last] = [found[0], found.at(-1)];
  const share = first && last ? (last.end - first.start) / Math.max(1, size) : 0;
  const wordy =
    found.reduce((sum, turn) => sum + turn.text.split(/\s+/).length, 0) / Math.max(1, found.length);
  return found.length >= 3 && share >= leastShare && regular >= leastShare && wordy >= leastWords
    ? found
    : null;
}

function collect(
  lines: readonly Line[],
  labelOf: (line: Line) => { speaker: string; skip: number } | null,
): Turn[] {
  const turns: { speaker: string; parts: Line[] }[] = [];
  let isHead = false;
  for (const line of lines) {
    const label = labelOf(line);
    if (label) {
      const rest = { text: line.text.slice(label.skip), start: line.start + label.skip };
      turns.push({ speaker: label.speaker.trim(), parts: rest.text.trim() === '' ? [] : [rest] });
      isHead = rest.text.trim() === '';
    } else if (!(isHead && HEAD.test(line.text))) {
      isHead &&= line.text.trim() === '';
      turns.at(-1)?.parts.push(line);
    }
  }
  return turns.flatMap(({ speaker, parts }) => {
    const full = parts.filter(({ text }) => text.trim() !== '');
    const [first, last] = [full[0], full.at(-1)];
    if (!first || !last) return [];
    const start = first.start + first.text.search(/\S/);
    const end = last.start + last.text.trimEnd().length;
    const between = parts.slice(parts.indexOf(first), parts.indexOf(last) + 1);
    const text = between.map((part) => part.text).join('\n');
    return [{ speaker, text: text.trim(), start, end }];
  });
}

function linesOf(text: string): Line[] {
  let start = 0;
  return text.split(/\n|\f/).map((line) => {
    const found = { text: line, start };
    start += line.length + 1;
    return found;
  });
}
