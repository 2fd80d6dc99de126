import type { SystolicInput } from '../generator/index.ts';
import { FLAT, FORMATS, type Format, FUSED, LP4, LP8_F4, TERNARY } from './formats.ts';
import type { Family } from './report.ts';

type Grid = NonNullable<SystolicInput['grid']>;
export type DatapathInput = SystolicInput['datapath'];

/** A design that takes part in a comparison. */
export interface DesignSpec {
  /** Name of its config, unique. */
  readonly id: string;
  readonly label: string;
  readonly family: Family;
  readonly datapath: DatapathInput;
  /** What differs from COMPARED_GRID. */
  readonly grid: Grid;
  /** Widths of sums; where absent they are sized for the stated weights. */
  readonly sum?: NonNullable<SystolicInput['sum']>;
}

/** Inputs of a tile and columns of every grid that is compared. */
export const COMPARED_GRID = { rows: 64, cols: 32 } as const;

/** A dot-product array, and a plain systolic one. */
const DOT8 = { products: 8, columnsPerRegister: 8 } as const;
const PLAIN = { products: 1, columnsPerRegister: 1 } as const;

/** Formats that are also compared as plain systolic arrays, of one product in a PE. */
const PLAIN_FORMATS = [
  'int8',
  'int8_booth',
  'int8x4_booth',
  'int_fused',
  'int_units',
  'ant_units',
  'lp8',
  'lp_linear',
  'lp_fused',
  'adaptiv8',
  'posit8',
  'posit_fused',
];

function specOf(format: Format, form: 'dot' | 'plain'): DesignSpec {
  const { id, label, family, datapath, join } = format;
  const dot = form === 'dot';
  const columns = dot
    ? DOT8
    : { ...PLAIN, ...(join === undefined ? {} : { columnsPerRegister: 2 }) };
  return {
    id: dot ? `${id}_d8` : id,
    label: dot ? `${label}, dot-8` : label,
    family,
    datapath,
    grid: { ...columns, ...(join === undefined ? {} : { join }) },
  };
}

/** Of formats that do better where no activation is negative. */
const RELU_FORMATS = ['int8_booth', 'int8_da', 'int8x4_booth', 'int8x4_da', 'lp_linear'];

function reluFormat(format: Format): Format {
  const { datapath } = format;
  return {
    ...format,
    id: `${format.id}_relu`,
    label: `${format.label}, ReLU`,
    datapath: { ...datapath, nonNegative: true } as DatapathInput,
  };
}

/** The array of the LP paper: one product in a PE, wide sums, weights behind multiplexers. */
const AS_PUBLISHED: readonly DesignSpec[] = [
  {
    id: 'lpa',
    label: 'LPA 2/4/8 as published',
    family: 'LP',
    datapath: { ...FUSED, converterFraction: 6, fraction: 8, weights: [FLAT, LP4, TERNARY] },
    grid: { ...PLAIN, gatedWeights: false },
    sum: { width: 'auto' },
  },
  {
    id: 'lpa8',
    label: 'LPA as published, 8 bits only',
    family: 'LP',
    datapath: { ...LP8_F4, converterFraction: 6, fraction: 8 },
    grid: { ...PLAIN, gatedWeights: false },
    sum: { width: 'auto' },
  },
];

/** The designs that are compared unless somebody asks for others. */
export const SPECS: readonly DesignSpec[] = [
  ...FORMATS.map((format) => specOf(format, 'dot')),
  ...RELU_FORMATS.map((id) => specOf(reluFormat(formatOf(id)), 'dot')),
  ...PLAIN_FORMATS.map((id) => specOf(formatOf(id), 'plain')),
  ...AS_PUBLISHED,
];

function formatOf(id: string): Format {
  const format = FORMATS.find((one) => one.id === id);
  if (format === undefined) throw new TypeError(`no format ${id}`);
  return format;
}
