/** Where programs lie and how text is written: what a process that we start needs of our environment. */
const passedOn = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TMPDIR', 'TZ'] as const;

/** The environment of a system that is started as a process of its own: these settings, and none of ours. */
export function childEnvironment(settings: Readonly<Record<string, string>>): Record<string, string> {
  const kept = passedOn.flatMap((name) =>
    process.env[name] === undefined ? [] : [[name, process.env[name]]],
  );
  return { ...Object.fromEntries(kept), ...settings } as Record<string, string>;
}

/** Our environment with settings that the command line named in their place. */
export function environmentWith(
  settings: Readonly<Record<string, string | undefined>>,
): Record<string, string | undefined> {
  const named = Object.entries(settings).filter(([, value]) => value !== undefined);
  return { ...process.env, ...Object.fromEntries(named) };
}
