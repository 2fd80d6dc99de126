/** Values over input slew (ns) and output load (fF), by rows of one slew each. */
export interface Lookup {
  readonly slews: readonly number[];
  readonly loads: readonly number[];
  /** values[slew * loads.length + load] */
  readonly values: readonly number[];
}

/** Interpolates between the four points around it; beyond the grid the outermost cell is extended. */
export function lookUp({ slews, loads, values }: Lookup, slewNs: number, loadFf: number): number {
  const row = segment(slews, slewNs);
  const column = segment(loads, loadFf);
  const at = (slew: number, load: number) => values[slew * loads.length + load] ?? 0;
  const low = mix(at(row.low, column.low), at(row.low, column.high), column.share);
  const high = mix(at(row.high, column.low), at(row.high, column.high), column.share);
  return mix(low, high, row.share);
}

function segment(points: readonly number[], at: number) {
  if (points.length < 2) return { low: 0, high: 0, share: 0 };
  let low = 0;
  while (low < points.length - 2 && at >= (points[low + 1] ?? 0)) low += 1;
  const from = points[low] ?? 0;
  const to = points[low + 1] ?? 0;
  return { low, high: low + 1, share: to === from ? 0 : (at - from) / (to - from) };
}

function mix(low: number, high: number, share: number): number {
  return low + (high - low) * share;
}
