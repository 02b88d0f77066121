import { AppError, type StoreService, z } from 'tributary/sdk';
import type { Message, NewMessage, Text } from '../messages/message.js';
import { line } from '../topic.js';

export const locale = z
  .string()
  .max(35)
  .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/, { error: 'must be a language such as en or de-AT' });

export const templateName = z
  .string()
  .max(60)
  .regex(/^[a-z][a-z0-9.-]*$/, { error: 'must be lower-case letters, digits and . -' });

/** A text with places for values: `{{name}}`. */
export const templateInput = z.object({
  name: templateName,
  locale: locale.nullish().transform((text) => text ?? 'en'),
  title: line(200),
  body: z.string().trim().min(1).max(5_000),
});

/** A template as it stands; earlier versions are kept beside it. */
export interface Template {
  readonly name: string;
  /** From 1; each change makes the next. */
  readonly version: number;
  /** In the order in which the languages came; the first is what a person gets whose language is missing. */
  readonly texts: readonly (Text & { readonly locale: string })[];
  readonly updatedAt: string;
  readonly updatedBy: string;
}

export const templates = 'templates';
export const templateVersions = 'template-versions';
const padded = (version: number) => String(version).padStart(6, '0');
export const keyOfVersion = (name: string, version: number) => `${name} ${padded(version)}`;

const place = /\{\{\s*([\w.-]{1,60})\s*\}\}/g;

/** The names of the values that a text wants. */
export const placesOf = ({ title, body }: Text): string[] => [
  ...new Set([...`${title}\n${body}`.matchAll(place)].map(([, name = '']) => name)),
];

/** Values stand for themselves: what looks like a place in a value is none. */
function filled(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replaceAll(place, (_all, name: string) => String(values[name]));
}

export async function readTemplate(store: Pick<StoreService, 'get'>, name: string): Promise<Template | null> {
  return (await store.get(templates, name)) as Template | null;
}

/**
 * The texts of a message in all languages of its template; what was given where there is none of that name.
 * Errors: `BAD_USER_INPUT` naming the values that are missing.
 */
export async function textsOf(
  store: Pick<StoreService, 'get'>,
  { template: name, title, body, values }: Pick<NewMessage, 'template' | 'title' | 'body' | 'values'>,
): Promise<Message['texts']> {
  const template = name ? await readTemplate(store, name) : null;
  if (!template) return [{ locale: 'en', title, body }];
  const given = values ?? {};
  const missing = template.texts.flatMap(placesOf).filter((wanted) => !Object.hasOwn(given, wanted));
  if (missing.length > 0) {
    const reason = `values: the template ${template.name} wants ${[...new Set(missing)].join(', ')}`;
    throw new AppError('BAD_USER_INPUT', { reason });
  }
  return template.texts.map((text) => ({
    locale: text.locale,
    title: oneLine(filled(text.title, given)),
    body: filled(text.body, given),
  }));
}

/** A value with a line break would begin another line of a title. */
const oneLine = (text: string): string => text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').slice(0, 400);
