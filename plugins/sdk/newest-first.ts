/**
 * A key by which the newest comes first, of an id that is a UUIDv7: such ids grow with time, and its digits are turned
 * round. Turned round twice it is the id again.
 */
export const newestFirst = (id: string): string =>
  id.toLowerCase().replaceAll(/[0-9a-f]/g, (digit) => (15 - Number.parseInt(digit, 16)).toString(16));

/** After this key of `newestFirst` follows what was made before a time. */
export function newestBefore(at: Date): string {
  const time = Math.max(0, at.getTime()).toString(16).padStart(12, '0');
  return newestFirst(`${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`);
}
