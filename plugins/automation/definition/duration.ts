import { z } from 'tributary/sdk';

const units = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
type Unit = keyof typeof units;
const longestMs = 366 * units.d;

const read = (text: string) => Number.parseInt(text, 10) * units[text.slice(-1) as Unit];

/** A duration such as `30s`, `5m`, `2h` or `7d`; in milliseconds once it is parsed. */
export const duration = z
  .string()
  .regex(/^[1-9]\d{0,6}[smhd]$/, 'must be a duration such as 30s, 5m, 2h or 7d')
  .refine((text) => read(text) <= longestMs, 'must be at most 366d')
  .transform(read);
