import type { RequestContext, ScreenDefinition, ScreenVerdict, TextScreen } from 'tributary/sdk';
import type { Screening, SubgraphPorts, TenantScreening } from '#platform';

const severity = { ALLOW: 0, MODIFY: 1, REVIEW: 2, BLOCK: 3 } as const;

/** A screen with the plugin whose settings it goes by. */
export interface PluginScreen {
  readonly plugin: string;
  readonly screen: ScreenDefinition;
}

/**
 * Screening by tenant: screens that can be configured are made for the settings of the tenant, and made anew only when
 * those are others.
 */
export function screeningOf(
  screens: () => readonly PluginScreen[],
  ports: Pick<SubgraphPorts, 'pluginSettings'>,
): TenantScreening {
  /** Settings that have not changed are the same object. */
  const made = new WeakMap<object, WeakMap<ScreenDefinition, TextScreen>>();
  const configured = async (
    context: RequestContext,
    { plugin, screen }: PluginScreen,
  ): Promise<TextScreen> => {
    if (!screen.configure) return screen;
    const settings = await ports.pluginSettings.read(context, plugin);
    const known = made.get(settings) ?? new WeakMap<ScreenDefinition, TextScreen>();
    made.set(settings, known);
    const own = known.get(screen) ?? screen.configure(settings);
    known.set(screen, own);
    return own;
  };
  return {
    async of(context) {
      return joinScreens(await Promise.all(screens().map((one) => configured(context, one))));
    },
  };
}

/** Joins the screens of all plugins: each gets the text as the one before left it; the worst verdict wins. */
export function joinScreens(screens: readonly TextScreen[]): Screening {
  const finders = screens.filter(({ personalData }) => personalData !== undefined);
  return {
    personalData:
      finders.length === 0 ? null : (text) => finders.flatMap((one) => one.personalData?.(text) ?? []),
    installed: screens.length > 0,
    input: (text) => chain(screens, text, (screen, current) => screen.screenInput(current)),
    output: (text) => chain(screens, text, (screen, current) => screen.screenOutput(current)),
    openStream() {
      const streams = screens.map((screen) => screen.openStream());
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
  const policies = [first.policy, second.policy].filter((policy) => policy !== undefined);
  return {
    verdict: severity[first.verdict] > severity[second.verdict] ? first.verdict : second.verdict,
    text: second.text,
    findings: [...first.findings, ...second.findings],
    ...(policies.length > 0 && { policy: [...new Set(policies)].join(' ') }),
  };
}
