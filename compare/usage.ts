import { type CheckedSystolic, systolicSchema } from '../generator/index.ts';
import { type Datapath, openDatapath } from '../golden/datapaths/index.ts';
import type { PairChoice } from './quantiser.ts';
import { COMPARED_GRID, type DesignSpec } from './specs.ts';
import type { Use } from './sqnr.ts';

/** A way in which a design is used: a mode, or columns that are joined for wider weights. */
export interface Usage {
  /** Unique within a design, e.g. "8", "pot4", "8 joined". */
  readonly name: string;
  /** Of a weight. */
  readonly bits: number;
  readonly weightsPerWord: number;
  /** Index of the mode. */
  readonly mode: number;
  readonly join?: number;
  /** How joined words are chosen: integers by value, LP as lp-spec 5 says. */
  readonly pairs?: PairChoice;
}

/** Ways to use a design, in the order of its modes. */
export function usagesOf({ grid, family }: DesignSpec, datapath: Datapath): Usage[] {
  const modes = datapath.modes.map(({ name, bits, lanes }, mode) => ({
    name,
    bits,
    weightsPerWord: lanes,
    mode,
  }));
  const [single] = modes;
  if (grid.join === undefined || single === undefined) return modes;
  const joinedBits = 2 * single.bits;
  const name = `${joinedBits} joined`;
  const pairs = family === 'integer' ? 'nearest' : 'successive';
  const joined: Usage = {
    name,
    bits: joinedBits,
    weightsPerWord: 0.5,
    mode: 0,
    join: grid.join,
    pairs,
  };
  return [joined, ...modes];
}

export function useOf({ mode, join, pairs }: Usage, stream: Use['stream']): Use {
  return { mode, stream, ...(join === undefined ? {} : { join, pairs: pairs ?? 'successive' }) };
}

/** The datapath of a spec, defaults filled in. */
export function datapathOf(spec: DesignSpec): Datapath {
  return openDatapath(checkedConfig(spec, 'auto').datapath);
}

/** The config of a spec's full grid; `widths` where the spec does not say them. */
export function checkedConfig(
  { id, datapath, grid, sum }: DesignSpec,
  widths: readonly number[] | number | 'auto',
): CheckedSystolic {
  return systolicSchema.parse({
    name: id,
    kind: 'systolic',
    datapath,
    grid: { ...COMPARED_GRID, ...grid },
    sum: { width: widths, ...sum },
  });
}

/** The same config with two rows of PEs and one cluster: what is measured, and scaled. */
export function smallConfig(full: CheckedSystolic): CheckedSystolic {
  const { products, columnsPerRegister } = full.grid;
  const rows = SMALL_PE_ROWS * products;
  return { ...full, grid: { ...full.grid, rows, cols: columnsPerRegister } };
}

/** The sums that the second row takes are as lively as any. */
const SMALL_PE_ROWS = 2;
