import type { FpgaCounts, FpgaFamily } from './report.ts';

type Kind = keyof FpgaCounts;

/** Names of a family's primitives; the first pattern that fits counts. */
const KINDS: Readonly<Record<FpgaFamily, readonly (readonly [RegExp, Kind])[]>> = {
  ice40: [
    [/^SB_LUT4$/, 'luts'],
    [/^SB_DFF/, 'flops'],
    [/^SB_CARRY$/, 'carries'],
    [/^SB_(RAM|SPRAM)/, 'brams'],
    [/^SB_MAC16$/, 'dsps'],
  ],
  ecp5: [
    [/^LUT4$/, 'luts'],
    [/^TRELLIS_FF$/, 'flops'],
    [/^CCU2C$/, 'carries'],
    [/^(PFUMX|L6MUX21)$/, 'muxes'],
    [/^(DP16KD|PDPW16KD)$/, 'brams'],
    [/^(MULT|ALU)\d+/, 'dsps'],
    [/^TRELLIS_(DPR16X4|RAM)/, 'lutRams'],
  ],
  xilinx: [
    [/^(LUT[1-6]|INV)$/, 'luts'],
    [/^FD[RSCPE]+(_1)?$/, 'flops'],
    [/^CARRY4$/, 'carries'],
    [/^MUXF[789]$/, 'muxes'],
    [/^(RAMB|FIFO)\d+/, 'brams'],
    [/^DSP48/, 'dsps'],
    [/^(SRL|RAM\d+)/, 'lutRams'],
  ],
};

/** Sorts primitives by what they take up. */
export function countPrimitives(
  family: FpgaFamily,
  cells: Readonly<Record<string, number>>,
): FpgaCounts {
  const counts: Record<Kind, number> = {
    luts: 0,
    flops: 0,
    carries: 0,
    muxes: 0,
    brams: 0,
    dsps: 0,
    lutRams: 0,
    others: 0,
  };
  for (const [type, count] of Object.entries(cells)) {
    const kind = KINDS[family].find(([pattern]) => pattern.test(type))?.[1] ?? 'others';
    counts[kind] += count;
  }
  return counts;
}
