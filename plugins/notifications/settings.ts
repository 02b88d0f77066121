import { type SettingsService, z } from 'tributary/sdk';

const settings = z.object({
  defaultMail: z.enum(['NONE', 'URGENT', 'ALL']).default('URGENT'),
  webhookRetrySeconds: z.number().min(0.01).max(600).default(5),
  webhookMostFailures: z.int().min(1).max(1_000).default(20),
});

/** The settings of the plugin, as its manifest declares them. */
export type Settings = z.output<typeof settings>;

export const readSettings = async (service: SettingsService): Promise<Settings> =>
  settings.parse(await service.read());
