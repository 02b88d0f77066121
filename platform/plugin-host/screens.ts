import type { ScreenDefinition, ScreenVerdict } from 'tributary/sdk';
import type { Screening } from '#platform';

const severity = { ALLOW: 0, MODIFY: 1, BLOCK: 2 } as const;

/** Joins the screens of all plugins: each gets the text as the one before left it; the worst verdict wins. */
export function joinScreens(screens: readonly ScreenDefinition[]): Screening {
  return liveScreening(() => screens);
}

/** The same over screens that may change; a stream keeps those that it began with. */
export function liveScreening(screens: () => readonly ScreenDefinition[]): Screening {
  return {
    get installed() {
      return screens().length > 0;
    },
    input: (text) => chain(screens(), text, (screen, current) => screen.screenInput(current)),
    output: (text) => chain(screens(), text, (screen, current) => screen.screenOutput(current)),
    openStream() {
      const streams = screens().map((screen) => screen.openStream());
      return {
        push: (delta) => chain(streams, delta, (stream, current) => stream.push(current)),
        // What the first one still held passes through the others before they end.
        end: () =>
          chain(streams, '', (stream, held) => {
            const pushed = held === '' ? null : stream.push(held);
            const ended = stream.end();
            return pushed ? worse(pushed, { ...ended, text: pushed.text + ended.text }) : ended;
          }),
      };
    },
  };
}

function chain<Link>(
  links: readonly Link[],
  text: string,
  screen: (link: Link, text: string) => ScreenVerdict,
): ScreenVerdict {
  let joined: ScreenVerdict = { verdict: 'ALLOW', text, findings: [] };
  for (const link of links) joined = worse(joined, screen(link, joined.text));
  return joined;
}

/** The verdicts of two screens, one after the other; the text is what the second left. */
function worse(first: ScreenVerdict, second: ScreenVerdict): ScreenVerdict {
  return {
    verdict: severity[first.verdict] > severity[second.verdict] ? first.verdict : second.verdict,
    text: second.text,
    findings: [...first.findings, ...second.findings],
  };
}
