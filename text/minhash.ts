/** A MinHash signature: element i is the least value of the i-th hash over a set. */
export type Signature = readonly number[];

/**
 * A sketch of a set whose share of equal elements estimates the Jaccard similarity; the standard error is
 * 1/sqrt(size). Broder, "On the resemblance and containment of documents", 1997; the hashes are multiply-shift
 * mixes of one FNV-1a hash a member.
 */
export function minHash(members: Iterable<string>, size = 128): Signature {
  const signature = new Array<number>(size).fill(0xffffffff);
  for (const member of members) {
    const hash = fnv1a(member);
    for (let index = 0; index < size; index++) {
      const mixed = mix(hash ^ Math.imul(index + 1, 0x9e3779b1));
      if (mixed < (signature[index] ?? 0)) signature[index] = mixed;
    }
  }
  return signature;
}

/** The estimated Jaccard similarity of two sets by their signatures, 0..1. */
export function signatureSimilarity(left: Signature, right: Signature): number {
  const size = Math.min(left.length, right.length);
  if (size === 0) return 0;
  let equal = 0;
  for (let index = 0; index < size; index++) if (left[index] === right[index]) equal++;
  return equal / size;
}

/** The 32-bit FNV-1a hash of a text's UTF-16 units (Fowler, Noll, Vo); not for secrets. */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}

/** The finaliser of MurmurHash3 (Appleby): every input bit changes every output bit with probability one half. */
function mix(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
