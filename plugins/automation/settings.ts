import { type SettingsService, z } from 'tributary/sdk';

const settings = z.object({ keepRunsDays: z.int().min(1).max(3_650).default(90) });

type Settings = z.output<typeof settings>;

/** The settings of the plugin, as its manifest declares them. */
export const readSettings = async (service: SettingsService): Promise<Settings> =>
  settings.parse(await service.read());
