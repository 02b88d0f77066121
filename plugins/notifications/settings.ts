import { type SettingsService, z } from 'tributary/sdk';

const settings = z.object({
  defaultMail: z.enum(['NONE', 'URGENT', 'ALL']).default('URGENT'),
  webhookRetrySeconds: z.number().min(0.01).max(600).default(5),
  webhookMostFailures: z.int().min(1).max(1_000).default(20),
  inboxReadDays: z.int().min(7).max(3_650).default(90),
  inboxUnreadDays: z.int().min(7).max(3_650).default(365),
  deliveryDays: z.int().min(7).max(3_650).default(30),
});

/** The settings of the plugin, as its manifest declares them. */
export type Settings = z.output<typeof settings>;

export const readSettings = async (service: SettingsService): Promise<Settings> =>
  settings.parse(await service.read());
