import type { Port } from '../design.ts';
import { bitLength } from '../systemverilog.ts';
import { input } from './ports.ts';

/** Bits of a run-time rs: 1 to 7, the longest run of a word of 8 bits. */
export const RS_WIDTH = 3;

/** es and rs of a format that comes at run time; no es where it can only be 0. */
export function formatPorts(maxEs: number): Port[] {
  const es = input('es_i', bitLength(maxEs), `exponent field width, at most ${maxEs}`);
  const rs = input('rs_i', RS_WIDTH, 'longest regime run; 0 acts as 1, more than n - 1 as n - 1');
  return maxEs > 0 ? [es, rs] : [rs];
}
