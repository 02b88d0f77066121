import { type ModelField, modelField, mostFields } from './model-fields.js';

const fieldPath = /^\/fields\/(\d+)(?:\/(name|value|quote))?$/;

/** The fields in what a model is writing: each is given once, when the next one has begun and so it is whole. */
export class GrowingFields {
  #fields: unknown[] = [];
  #given = 0;

  /** @param delta a part of the model's object that grew; `path` is a JSON Pointer */
  take({ path, value }: { path: string; value: unknown }): ModelField[] {
    this.#set(path, value);
    const whole = this.#fields.slice(this.#given, -1);
    this.#given += whole.length;
    return whole.flatMap((field) => modelField.safeParse(field).data ?? []);
  }

  #set(path: string, value: unknown): void {
    if (path === '') this.#fields = listOf(propertyOf(value, 'fields'));
    if (path === '/fields') this.#fields = listOf(value);
    const [, index, key] = fieldPath.exec(path) ?? [];
    const at = Number(index);
    if (index === undefined || at > this.#fields.length || at >= mostFields) return;
    const field = this.#fields[at];
    this.#fields[at] = key ? { ...(typeof field === 'object' ? field : {}), [key]: value } : value;
  }
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value.slice(0, mostFields) : []);

function propertyOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
