const [base, skew, damp, firstBias, firstCode] = [36, 38, 700, 72, 0x80];
const [leastThreshold, mostThreshold] = [1, 26];
const prefix = 'xn--';

/**
 * The labels of a host as a browser would read them, in Unicode; none when it is no host. What is written in Punycode
 * (RFC 3492) is decoded.
 */
export function hostLabels(host: string): string[] {
  const name = URL.parse(`http://${host}/`)?.hostname ?? '';
  return name.split('.').map((label) => {
    const decoded = label.startsWith(prefix) ? decodePunycode(label.slice(prefix.length)) : label;
    return (decoded ?? label).normalize('NFKC');
  });
}

/** RFC 3492 section 6.2; `null` when it is not well-formed. */
function decodePunycode(written: string): string | null {
  const last = written.lastIndexOf('-');
  const codes = [...written.slice(0, Math.max(0, last))].map((sign) => sign.charCodeAt(0));
  let [code, at, bias] = [firstCode, 0, firstBias];
  let index = last < 0 ? 0 : last + 1;
  while (index < written.length) {
    const before = at;
    for (let weight = 1, place = base; ; place += base) {
      const digit = Number.parseInt(written.charAt(index++), base);
      if (Number.isNaN(digit)) return null;
      // Letters are 0 to 25 and digits follow; `parseInt` has them the other way round.
      const value = digit < 10 ? digit + 26 : digit - 10;
      at += value * weight;
      const threshold = Math.min(mostThreshold, Math.max(leastThreshold, place - bias));
      if (value < threshold) break;
      weight *= base - threshold;
    }
    const length = codes.length + 1;
    bias = adapted(at - before, length, before === 0);
    code += Math.floor(at / length);
    at %= length;
    if (code > 0x10ffff) return null;
    codes.splice(at++, 0, code);
  }
  return String.fromCodePoint(...codes);
}

/** Section 6.1. */
function adapted(distance: number, length: number, isFirst: boolean): number {
  let delta = isFirst ? Math.floor(distance / damp) : Math.floor(distance / 2);
  delta += Math.floor(delta / length);
  let steps = 0;
  while (delta > ((base - leastThreshold) * mostThreshold) / 2) {
    delta = Math.floor(delta / (base - leastThreshold));
    steps += base;
  }
  return steps + Math.floor(((base - leastThreshold + 1) * delta) / (delta + skew));
}
