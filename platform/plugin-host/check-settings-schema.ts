import { z } from 'tributary/sdk';
import { invalid } from './invalid.js';

const settingsSchema = z.looseObject({
  type: z.literal('object', 'must be "object"'),
  properties: z
    .record(z.string().regex(/^[A-Za-z]\w*$/, 'names of settings are letters and digits'), z.looseObject({}))
    .default({}),
});

/**
 * Checks the JSON Schema of a plugin's settings: an object whose secrets are strings of the first level.
 * @throws AppError `PLUGIN_INVALID`
 */
export function checkSettingsSchema(plugin: string, schema: Readonly<Record<string, unknown>>): void {
  const parsed = settingsSchema.safeParse(schema);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw invalid(plugin, ['settings', ...(issue?.path ?? [])].join('.'), `${issue?.message}`);
  }
  for (const [name, property] of Object.entries(parsed.data.properties)) {
    const field = `settings.properties.${name}`;
    if (property.secret === true && property.type !== 'string') {
      throw invalid(plugin, field, 'only a string can be secret; write "type": "string"');
    }
    if (namesSecret(Object.entries(property).filter(([key]) => key !== 'secret'))) {
      throw invalid(plugin, field, 'a secret stands in the first level; move it there');
    }
  }
  try {
    z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : 'is not a JSON Schema';
    throw invalid(plugin, 'settings', `${reason}; write a JSON Schema (draft 2020-12)`, cause);
  }
}

function namesSecret(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(
    ([key, item]) => (key === 'secret' && item === true) || namesSecret(item),
  );
}

/** The names of the settings that are stored encrypted. */
export function secretSettings(schema: Readonly<Record<string, unknown>>): string[] {
  const { properties } = settingsSchema.parse(schema);
  return Object.entries(properties).flatMap(([name, { secret }]) => (secret === true ? [name] : []));
}
