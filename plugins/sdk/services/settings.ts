/** The settings of this plugin in the caller's tenant, as its manifest declares them. */
export interface SettingsService {
  /**
   * Validated by the manifest's JSON Schema, defaults filled in, secrets in clear: keep them out of logs and outputs.
   * `{}` for a plugin without settings. Parse it with a zod schema of your own for its type.
   * Errors: `SETTINGS_MISSING` (a required one was never set).
   */
  read(): Promise<Record<string, unknown>>;
  /**
   * Sets these values and leaves the others; null takes one away. The caller needs the permission `plugins:manage`; the
   * change is recorded in the audit log. Errors: `FORBIDDEN`, `BAD_USER_INPUT` naming the setting.
   */
  change(values: Readonly<Record<string, unknown>>): Promise<void>;
}
