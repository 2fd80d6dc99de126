/** FPGA families that Yosys maps to: Lattice iCE40, Lattice ECP5, Xilinx 7 series. */
export const FPGA_FAMILIES = ['ice40', 'ecp5', 'xilinx'] as const;
export type FpgaFamily = (typeof FPGA_FAMILIES)[number];

/** What primitives are counted as. */
export interface FpgaCounts {
  /** Look-up tables, of 4 inputs (xilinx: up to 6); inverters that become one included. */
  readonly luts: number;
  readonly flops: number;
  /** Carry primitives: of 1 bit (ice40), 2 bits (ecp5, in two LUT places), 4 bits (xilinx). */
  readonly carries: number;
  /** Dedicated multiplexers that join LUTs. */
  readonly muxes: number;
  readonly brams: number;
  readonly dsps: number;
  /** LUTs used as memory or shift registers. */
  readonly lutRams: number;
  /** Primitives that are none of these, e.g. a global clock buffer. */
  readonly others: number;
}

/** A top module with all that is below it. */
export interface FpgaModule extends FpgaCounts {
  readonly name: string;
  /** Primitives by type. */
  readonly cells: Readonly<Record<string, number>>;
}

export interface FpgaReport {
  readonly family: FpgaFamily;
  /** The top modules, each mapped whole and by itself. */
  readonly modules: readonly FpgaModule[];
  /** Top modules that were in the memo. */
  readonly hits: number;
}
