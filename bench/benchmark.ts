/** What a figure is compared with in the same run. */
export interface Peer {
  name: string;
  value: number;
}

export interface Figure {
  name: string;
  value: number;
  unit: string;
  /** The bar that the project set itself. */
  wanted: { atLeast: number } | { atMost: number } | null;
  peer: Peer | null;
}

export interface Benchmark {
  name: string;
  /** What it does, in a line. */
  about: string;
  run(say: (line: string) => void): Promise<Figure[]>;
}

export interface BenchReport {
  machine: { cores: number; memoryGb: number; node: string; platform: string };
  /** The share of the processors that others used before the start, 0 to 1. */
  busy: number;
  /** Whether it was measured although the machine was busy. */
  forced: boolean;
  benchmarks: { name: string; about: string; seconds: number; figures: Figure[] }[];
}

export function figure(
  name: string,
  value: number,
  unit: string,
  { wanted = null, peer = null }: { wanted?: Figure['wanted']; peer?: Peer | null } = {},
): Figure {
  return { name, value, unit, wanted, peer };
}

/** The smallest value that `share` of the values do not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}
