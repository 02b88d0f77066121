import { z } from 'tributary/sdk';
import type { AssistantTool } from './tool.js';

const shape = z.looseObject({
  properties: z.record(z.string(), z.unknown()).default({}),
  required: z.array(z.string()).default([]),
});
const typed = z.looseObject({ type: z.string(), enum: z.array(z.unknown()).optional() });

/** Arguments that can be shown and sent, or what is wrong with them. What lies deeper the graph checks itself. */
export type CheckedArguments =
  | { readonly ok: true; readonly given: Record<string, z.core.util.JSONType> }
  | { readonly ok: false; readonly problem: string };

export function checkArguments({ name, parameters }: AssistantTool, asked: unknown): CheckedArguments {
  const plain = z.record(z.string(), z.json()).safeParse(asked);
  if (!plain.success) return { ok: false, problem: `${name} takes an object of arguments` };
  const { properties, required } = shape.parse(parameters);
  const given = Object.fromEntries(Object.entries(plain.data).filter(([, value]) => value !== null));
  const unknown = Object.keys(given).find((key) => !Object.hasOwn(properties, key));
  if (unknown !== undefined)
    return { ok: false, problem: `${name} takes no argument ${unknown.slice(0, 60)}` };
  const missing = required.find((key) => !Object.hasOwn(given, key));
  if (missing !== undefined) return { ok: false, problem: `${name} needs the argument ${missing}` };
  const wrong = Object.entries(given).find(([key, value]) => !fits(properties[key], value));
  if (wrong) return { ok: false, problem: `the argument ${wrong[0]} of ${name} is not of its type` };
  return { ok: true, given: plain.data };
}

function fits(schema: unknown, value: unknown): boolean {
  const known = typed.safeParse(schema);
  if (!known.success) return true;
  const { type, enum: options } = known.data;
  if (options && !options.includes(value)) return false;
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  if (type === 'integer') return Number.isInteger(value);
  return ['string', 'number', 'boolean'].includes(type) ? typeof value === type : true;
}
