import type { SystolicDesign } from '../generator/index.ts';
import { PARTS, type Part } from './report.ts';

/** An amount of each part of a grid. */
export type PartAmounts = Readonly<Record<Part, number>>;

/** What is measured of a small grid, module by module. */
export type Group =
  | 'product'
  | 'tree'
  | 'pe'
  | 'clock gate'
  | 'cluster'
  | 'row decoder'
  | 'skew'
  | 'column'
  | 'foot';

export function sumOfParts(parts: PartAmounts): number {
  return PARTS.reduce((sum, part) => sum + parts[part], 0);
}

/** The group of a module of a grid, with its own cells. */
export function groupOf({ modules }: SystolicDesign, name: string): Group {
  const module = modules.find((one) => one.name === name);
  switch (module?.role) {
    case 'product':
    case 'pe':
    case 'cluster':
    case 'column':
    case 'foot':
      return module.role;
    case 'tree':
    case 'full-adder':
      return 'tree';
    case 'clock-gate':
      return 'clock gate';
    case 'edge':
      return 'skew';
    case 'decoder':
      return name.endsWith('_act_decoder') ? 'row decoder' : 'column';
    case 'array':
      return 'foot';
    default:
      throw new TypeError(`${name} is no module of a grid`);
  }
}

/** How often a small grid's amounts are in a full one. */
interface Scale {
  /** PEs and their activation registers, from one cluster of the small grid. */
  readonly clusters: number;
  readonly rows: number;
  /** Registers of skewed words; the small grid has one row of PEs with them. */
  readonly skew: number;
  readonly columns: number;
}

function scaleOf(small: SystolicDesign, full: SystolicDesign): Scale {
  const { peRows, clusters, rows, cols } = full.shape;
  return {
    clusters: peRows * clusters,
    rows: rows / small.shape.rows,
    skew: (peRows * (peRows - 1)) / 2,
    columns: cols / small.shape.cols,
  };
}

/**
 * Parts of a full grid. `amount` is that of a group in one cluster of the small grid for what is in a cluster, else that of
 * the whole small grid; `held` is what the weights take of a PE's own amount.
 */
export function scaleParts(
  small: SystolicDesign,
  full: SystolicDesign,
  amount: (group: Group) => number,
  held: number,
): PartAmounts {
  const { clusters, rows, skew, columns } = scaleOf(small, full);
  return {
    products: clusters * amount('product'),
    'sum trees': clusters * amount('tree'),
    'sum registers': clusters * (amount('pe') - held),
    'weight registers': clusters * (held + amount('clock gate')),
    'activation registers': clusters * amount('cluster'),
    'row edges': rows * amount('row decoder') + skew * amount('skew'),
    columns: columns * amount('column'),
    'outer accumulators': columns * amount('foot'),
  };
}

/** Bits of a PE's registers that hold weights, of all its bits. */
export function heldShare({ shape }: SystolicDesign): number {
  const held = shape.products * shape.plan.storedBits;
  return held / (held + shape.sumBits);
}
