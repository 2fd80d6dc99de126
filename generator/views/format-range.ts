import type { FormatRange } from '../config/array-shape.ts';
import { shapeName } from './decoder/view.ts';

/** "LP<8,1,7>" of a fixed format, "LP<8,0..2,1..7>" of those that a tile may name; without sf. */
export function rangeName({ fixed, n, largest }: FormatRange): string {
  if (fixed !== null) return shapeName(fixed);
  return `LP<${n},${span(0, largest.es)},${span(1, n - 1)}>`;
}

function span(low: number, high: number): string {
  return low === high ? String(low) : `${low}..${high}`;
}
