import type { Family } from './report.ts';
import type { DatapathInput } from './specs.ts';

/** A format before it is said how many products a PE has. */
export interface Format {
  readonly id: string;
  readonly label: string;
  readonly family: Family;
  readonly datapath: DatapathInput;
  /** d: columns are joined in pairs, w_hi + w_lo * 2^-d. */
  readonly join?: number;
}

const integer = (
  weightBits: number,
  activationBits: number,
  multiplier: 'array' | 'booth' | 'pairs',
  nonNegative = false,
) => ({ kind: 'int', weightBits, activationBits, multiplier, nonNegative }) as const;

/**
 * Formats whose dot products are as good as those of INT8 (F = 5, tapered) and of INT7 (F = 4); the fraction of the sums is
 * the smallest that keeps them so.
 */
const FINE = { n: 8, es: 0, rs: 5 } as const;
export const FLAT = { n: 8, es: 1, rs: 2 } as const;
export const LP4 = { n: 4, es: 0, rs: 2 } as const;
export const TERNARY = { n: 2, es: 0, rs: 1 } as const;

/** Words of up to 2^1.9: the range above is wide, and coarse. */
const CLIP = { weight: 0x6f, activation: 0x6f } as const;

const LP8 = {
  kind: 'lp-log',
  weight: FINE,
  activation: FINE,
  converterFraction: 6,
  fraction: 7,
  clip: CLIP,
} as const;

export const LP8_F4 = {
  kind: 'lp-log',
  weight: FLAT,
  activation: FLAT,
  converterFraction: 5,
  fraction: 1,
} as const;

const LINEAR = {
  kind: 'lp-linear',
  weight: LP4,
  activation: FLAT,
  converterFraction: 4,
  fraction: 3,
  clip: { weight: 7, activation: 0x77 },
} as const;

export const FUSED = {
  kind: 'lp-fused',
  activation: FLAT,
  converterFraction: 5,
  fraction: 2,
} as const;

const POSIT8 = { n: 8, es: 1 } as const;

/** Words of up to 5: dot products are no better with larger ones, and worse with fewer. */
const POSIT_CLIP = { weight: 0x62, activation: 0x62 } as const;

/**
 * Words of up to 0.44 (E4M3), of up to 2^-10 * 1.75 (E5M2): subnormals below them are as fine as products are cut, and exponents
 * take a bit less. AdaptivFloat has no octave to spare.
 */
const E4M3_CLIP = { weight: 0x2e, activation: 0x2e } as const;
const E5M2_CLIP = { weight: 0x17, activation: 0x17 } as const;

const INT_PAIR = 4;
const LP4_PAIR = 3;

/** Formats that are compared as dot products of eight; the first of a class is its plainest. */
export const FORMATS: readonly Format[] = [
  { id: 'int8', label: 'INT8, AND array', family: 'integer', datapath: integer(8, 8, 'array') },
  { id: 'int8_booth', label: 'INT8, Booth', family: 'integer', datapath: integer(8, 8, 'booth') },
  {
    id: 'int8_da',
    label: 'INT8, sums of two',
    family: 'integer',
    datapath: integer(8, 8, 'pairs'),
  },
  {
    id: 'int8x4',
    label: 'INT8 x INT4 pairs, AND array',
    family: 'integer',
    datapath: integer(4, 8, 'array'),
    join: INT_PAIR,
  },
  {
    id: 'int8x4_booth',
    label: 'INT8 x INT4 pairs, Booth',
    family: 'integer',
    datapath: integer(4, 8, 'booth'),
    join: INT_PAIR,
  },
  {
    id: 'int8x4_da',
    label: 'INT8 x INT4 pairs, sums of two',
    family: 'integer',
    datapath: integer(4, 8, 'pairs'),
    join: INT_PAIR,
  },
  {
    id: 'int7',
    label: 'INT7, Booth',
    family: 'integer',
    datapath: integer(7, 7, 'booth'),
  },
  {
    id: 'int7_da',
    label: 'INT7, sums of two',
    family: 'integer',
    datapath: integer(7, 7, 'pairs'),
  },
  {
    id: 'int6x4',
    label: 'INT6 x INT4 pairs, Booth',
    family: 'integer',
    datapath: integer(4, 6, 'booth'),
    join: INT_PAIR,
  },
  {
    id: 'int6x4_da',
    label: 'INT6 x INT4 pairs, sums of two',
    family: 'integer',
    datapath: integer(4, 6, 'pairs'),
    join: INT_PAIR,
  },
  { id: 'int_fused', label: 'INT fused 8/4/2', family: 'integer', datapath: { kind: 'int-fused' } },
  {
    id: 'int_units',
    label: 'four 4-bit units (BitFusion)',
    family: 'integer',
    datapath: { kind: 'int-units', types: 'int' },
  },
  {
    id: 'ant_units',
    label: 'four 4-bit units, ANT types',
    family: 'adaptive',
    datapath: { kind: 'int-units', types: 'ant' },
  },
  { id: 'lp8', label: 'LP8, F = 5', family: 'LP', datapath: LP8 },
  { id: 'lp8_f4', label: 'LP8, F = 4', family: 'LP', datapath: LP8_F4 },
  { id: 'lp_linear', label: 'LP linear', family: 'LP', datapath: LINEAR, join: LP4_PAIR },
  {
    id: 'lp_linear_floor',
    label: "LP linear, two's complement",
    family: 'LP',
    datapath: { ...LINEAR, align: 'floor-act', bus: 'twos-complement' },
    join: LP4_PAIR,
  },
  {
    id: 'lp_fused',
    label: 'LP fused 8/4/2',
    family: 'LP',
    datapath: { ...FUSED, weights: [FLAT, LP4, TERNARY] },
  },
  {
    id: 'lp_fused_84',
    label: 'LP fused 8/4',
    family: 'LP',
    datapath: { ...FUSED, weights: [FLAT, LP4] },
  },
  {
    id: 'fp8',
    label: 'FP8 E4M3',
    family: 'float',
    datapath: {
      kind: 'float',
      weight: 'e4m3',
      activation: 'e4m3',
      fraction: 13,
      clip: E4M3_CLIP,
    },
  },
  {
    id: 'fp8_e5m2',
    label: 'FP8 E5M2',
    family: 'float',
    datapath: {
      kind: 'float',
      weight: 'e5m2',
      activation: 'e5m2',
      fraction: 28,
      clip: E5M2_CLIP,
    },
  },
  {
    id: 'fp4',
    label: 'FP4 E2M1 x FP4',
    family: 'float',
    datapath: { kind: 'float', weight: 'e2m1', activation: 'e2m1', fraction: 1 },
  },
  {
    id: 'fp4_prepared',
    label: 'INT8 x FP4, prepared',
    family: 'float',
    datapath: { kind: 'fp4-prepared' },
  },
  {
    id: 'adaptiv8',
    label: 'AdaptivFloat<8,3>',
    family: 'adaptive',
    datapath: { kind: 'float', weight: 'adaptiv8', activation: 'adaptiv8', fraction: -5 },
  },
  {
    id: 'posit8',
    label: 'posit(8,1)',
    family: 'posit',
    datapath: { kind: 'posit', weight: POSIT8, activation: POSIT8, fraction: 7, clip: POSIT_CLIP },
  },
  {
    id: 'posit_fused',
    label: 'posit fused 8/4/2',
    family: 'posit',
    datapath: { kind: 'posit-fused', fraction: 6, clip: POSIT_CLIP },
  },
  {
    id: 'pot4',
    label: 'INT8 x power of two',
    family: 'power of two',
    datapath: { kind: 'pot' },
  },
  {
    id: 'flint4',
    label: 'flint4 x flint4',
    family: 'adaptive',
    datapath: { kind: 'flint', activation: 'flint4' },
  },
  { id: 'lmul8', label: 'L-Mul E4M3', family: 'float', datapath: { kind: 'lmul', fraction: -8 } },
];
