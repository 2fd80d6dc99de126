import { type Datapath, openDatapath, sumWidth } from '../../golden/datapaths/index.ts';
import { gridLanes, type SystolicShape } from '../systolic/shape.ts';
import type { Complete } from './defaults.ts';
import { optionFailure } from './option-failure.ts';
import { planRequired } from './plan-required.ts';
import { requireDatapath } from './require-datapath.ts';
import type { CheckedSystolic } from './schema.ts';

/** Outer sums stay exact in binary64. */
const MAX_OUTER_WIDTH = 52;

/** A systolic grid's config with every default filled in, as the manifest shows it. */
export type SystolicConfig = Pick<CheckedSystolic, 'name' | 'kind' | 'datapath' | 'sum'> & {
  readonly grid: Complete<Omit<CheckedSystolic['grid'], 'join'>> & {
    readonly join?: number;
  };
};

/** Numbers that follow from a systolic grid's config. */
export interface SystolicDerived {
  /** The LSB of a sum is 2^-A. */
  readonly A: number;
  /** Widths of partial sums by lane. */
  readonly P: readonly number[];
  /** Widths of outer sums by lane. */
  readonly P_O: readonly number[];
  /** Widths that cannot overflow within a tile, whatever the words. */
  readonly agnosticP: readonly number[];
  /** Names of the values of mode_i; one where there is no such port. */
  readonly modes: readonly string[];
  readonly peRows: number;
  readonly clusters: number;
  /**
   * Bits that a PE holds of a weight, that it reads of an activation, that a product adds: half of those of two where products
   * come in pairs.
   */
  readonly storedBits: number;
  readonly busBits: number;
  readonly termBits: number;
  readonly latency: number;
}

/** A systolic grid's config, ready for use. */
export interface SystolicResolved {
  readonly config: SystolicConfig;
  readonly derived: SystolicDerived;
  readonly shape: SystolicShape;
  /** What its products are by definition. */
  readonly datapath: Datapath;
}

/** Derives sizes and widths. Throws Failure (input). */
export function resolveSystolic(checked: CheckedSystolic): SystolicResolved {
  const { name, kind, datapath: options, grid, sum } = checked;
  requireDivisible(grid);
  requireDatapath(options);
  const datapath = openDatapath(options);
  const plan = planRequired(options);
  const { words = 1 } = plan;
  if (grid.products % words !== 0) {
    throw optionFailure(
      'grid.products',
      'must be even where products come in pairs',
      grid.products,
    );
  }
  const { rows, cols, products, columnsPerRegister, gatedWeights, join } = grid;
  if (join !== undefined && plan.lanes > 1) {
    throw optionFailure(
      'grid.join',
      'joins columns of one sum each',
      `of ${plan.lanes}`,
      'remove it',
    );
  }
  const agnostic = agnosticWidths(datapath, plan.lanes, rows);
  const widths = chosenWidths(sum.width, agnostic);
  const lanes = gridLanes(plan.terms, widths, sum.outerBits);
  requireOuterWidths(lanes);
  const peRows = rows / products;
  const shape: SystolicShape = {
    rows,
    cols,
    products,
    peRows,
    columnsPerRegister,
    clusters: cols / columnsPerRegister,
    gatedWeights,
    join: join ?? null,
    weightBits: datapath.weightBits,
    activationBits: datapath.activationBits,
    modes: datapath.modes,
    modeBits: Math.ceil(Math.log2(datapath.modes.length)),
    lanes,
    sumBits: lanes.reduce((bits, { width }) => bits + width, 0),
    outerBits: lanes.reduce((bits, { outerWidth }) => bits + outerWidth, 0),
    fraction: datapath.fraction,
    plan,
    latency: peRows + 2 + plan.productLatency,
  };
  return {
    config: {
      name,
      kind,
      datapath: options,
      grid: {
        rows,
        cols,
        products,
        columnsPerRegister,
        gatedWeights,
        ...(join === undefined ? {} : { join }),
      },
      sum,
    },
    derived: {
      A: datapath.fraction,
      P: widths,
      P_O: lanes.map(({ outerWidth }) => outerWidth),
      agnosticP: agnostic,
      modes: datapath.modes.map((mode) => mode.name),
      peRows,
      clusters: shape.clusters,
      storedBits: plan.storedBits / words,
      busBits: plan.busBits / words,
      termBits: plan.terms.length / words,
      latency: shape.latency,
    },
    shape,
    datapath,
  };
}

function requireDivisible({
  rows,
  cols,
  products,
  columnsPerRegister,
  join,
}: CheckedSystolic['grid']) {
  if (rows % products !== 0) {
    throw optionFailure('grid.rows', `must be a multiple of grid.products = ${products}`, rows);
  }
  if (cols % columnsPerRegister !== 0) {
    const per = `grid.columnsPerRegister = ${columnsPerRegister}`;
    throw optionFailure('grid.cols', `must be a multiple of ${per}`, cols);
  }
  if (join !== undefined && columnsPerRegister % 2 !== 0) {
    throw optionFailure(
      'grid.columnsPerRegister',
      'must be even where grid.join joins neighbouring columns',
      columnsPerRegister,
    );
  }
}

/** The widest of a lane's modes. */
function agnosticWidths(datapath: Datapath, lanes: number, rows: number): number[] {
  return Array.from({ length: lanes }, (_, lane) =>
    Math.max(2, ...datapath.modes.map((_mode, mode) => sumWidth(datapath, mode, lane, rows))),
  );
}

function chosenWidths(
  width: CheckedSystolic['sum']['width'],
  agnostic: readonly number[],
): readonly number[] {
  if (width === 'auto') return agnostic;
  if (typeof width === 'number') return agnostic.map(() => width);
  if (width.length === agnostic.length) return width;
  throw optionFailure(
    'sum.width',
    `must have ${agnostic.length} widths, one for each lane`,
    JSON.stringify(width),
  );
}

function requireOuterWidths(lanes: SystolicShape['lanes']): void {
  const widest = Math.max(...lanes.map(({ outerWidth }) => outerWidth));
  if (widest <= MAX_OUTER_WIDTH) return;
  throw optionFailure(
    'sum',
    `may have at most ${MAX_OUTER_WIDTH} bits with outerBits`,
    widest,
    'lower datapath.fraction, grid.rows or sum.outerBits, or set sum.width',
  );
}
