import { type CheckedPe, type PeInput, peSchema } from '../../generator/config/schema.ts';

type Input = Omit<PeInput, 'name'>;
type Format = PeInput['weight'];

const lp = (n: number, es: number, rs: number): Format => ({ n, es, rs });

/**
 * Configs that together use every option and every variant of the templates: n 2..8 mixed between
 * weight and activation, both converters, all aligns, both overflows, widths from 2 to 128 bits,
 * sums whose products all vanish or all overflow, encoders that cannot overflow or underflow.
 */
const INPUTS: readonly Input[] = [
  { weight: lp(8, 1, 7), activation: lp(8, 1, 7) },
  { weight: lp(8, 1, 7), activation: lp(8, 1, 7), accumulator: { width: 24 } },
  {
    weight: lp(8, 1, 7),
    activation: lp(8, 1, 7),
    accumulator: { width: 24, overflow: 'saturate' },
  },
  { weight: lp(8, 1, 7), activation: lp(8, 1, 7), accumulator: { align: 'nearest', depth: 16 } },
  { weight: lp(8, 1, 7), activation: lp(8, 1, 7), accumulator: { align: 'floor', width: 20 } },
  { weight: lp(8, 1, 7), activation: lp(8, 1, 7), accumulator: { align: 'floor-act', width: 20 } },
  { weight: lp(8, 1, 7), activation: lp(8, 1, 7), converter: { kind: 'mitchell' } },
  { weight: lp(8, 1, 7), activation: lp(8, 1, 7), converter: { kind: 'mitchell', fraction: 2 } },
  { weight: lp(8, 0, 3), activation: lp(8, 0, 3), encoder: { relu: true } },
  { weight: lp(8, 2, 5), activation: lp(8, 2, 5), accumulator: { fraction: 4, width: 40 } },
  { weight: lp(8, 3, 2), activation: lp(8, 3, 4), encoder: { underflow: 'saturate' } },
  { weight: lp(8, 0, 1), activation: lp(8, 0, 1), accumulator: { depth: 1 } },
  { weight: lp(8, 5, 7), activation: lp(8, 4, 2), accumulator: { width: 128, fraction: -32 } },
  { weight: lp(4, 0, 2), activation: lp(8, 1, 7), accumulator: { width: 16 } },
  {
    weight: lp(4, 0, 2),
    activation: lp(8, 2, 3),
    accumulator: { overflow: 'saturate', width: 12 },
  },
  { weight: lp(4, 1, 3), activation: lp(4, 1, 3), output: lp(8, 1, 7) },
  { weight: lp(4, 3, 3), activation: lp(6, 0, 5), output: lp(5, 2, 1), encoder: { fraction: 0 } },
  { weight: lp(2, 0, 1), activation: lp(8, 1, 7), accumulator: { startMax: 1000, depth: 100 } },
  { weight: lp(2, 0, 1), activation: lp(2, 0, 1) },
  { weight: lp(2, 5, 1), activation: lp(2, 3, 1), accumulator: { fraction: 0, depth: 3 } },
  { weight: lp(2, 0, 1), activation: lp(2, 0, 1), output: lp(2, 0, 1), encoder: { relu: true } },
  { weight: lp(3, 0, 2), activation: lp(3, 0, 2), accumulator: { width: 2, fraction: 0 } },
  { weight: lp(3, 1, 1), activation: lp(5, 0, 2), converter: { fraction: 0 } },
  { weight: lp(3, 2, 2), activation: lp(7, 1, 4), converter: { fraction: 12 } },
  { weight: lp(5, 0, 4), activation: lp(7, 2, 6), accumulator: { width: 33, align: 'floor' } },
  { weight: lp(5, 1, 2), activation: lp(5, 1, 2), accumulator: { fraction: -32 } },
  { weight: lp(5, 1, 2), activation: lp(5, 1, 2), accumulator: { fraction: -32, align: 'floor' } },
  { weight: lp(5, 1, 2), activation: lp(5, 1, 2), accumulator: { fraction: -9, align: 'nearest' } },
  { weight: lp(5, 1, 2), activation: lp(5, 1, 2), accumulator: { fraction: 64, width: 8 } },
  {
    weight: lp(5, 1, 2),
    activation: lp(5, 1, 2),
    accumulator: { fraction: 64, width: 8, overflow: 'saturate' },
  },
  {
    weight: lp(6, 1, 5),
    activation: lp(6, 0, 3),
    accumulator: { width: 9, fraction: 4, overflow: 'saturate', align: 'nearest' },
  },
  {
    weight: lp(6, 2, 3),
    activation: lp(7, 0, 6),
    accumulator: { width: 31, overflow: 'saturate', align: 'floor-act' },
  },
  {
    weight: lp(6, 2, 3),
    activation: lp(7, 0, 6),
    accumulator: { width: 32, overflow: 'saturate', align: 'floor' },
  },
  { weight: lp(7, 0, 6), activation: lp(7, 0, 6), encoder: { inputBits: 0 } },
  { weight: lp(7, 1, 3), activation: lp(7, 1, 3), encoder: { inputBits: 12, fraction: 10 } },
  { weight: lp(7, 1, 3), activation: lp(7, 1, 3), encoder: { scale: 37 } },
  { weight: lp(7, 1, 3), activation: lp(7, 1, 3), encoder: { scale: -1000000 } },
  { weight: lp(7, 1, 3), activation: lp(7, 1, 3), encoder: { scale: 1000000, relu: true } },
  {
    weight: { ...lp(8, 1, 7), sf: 3.5 },
    activation: { ...lp(8, 1, 7), sf: -1.25 },
    output: { ...lp(8, 2, 5), sf: 0.0625 },
    accumulator: { width: 24, fraction: 10 },
  },
  {
    weight: lp(6, 0, 5),
    activation: lp(4, 2, 2),
    output: lp(8, 0, 7),
    accumulator: { width: 16 },
    encoder: { underflow: 'saturate', fraction: 3, inputBits: 16, relu: true },
  },
  {
    weight: lp(8, 2, 2),
    activation: lp(3, 5, 2),
    accumulator: { width: 64, overflow: 'saturate' },
  },
  {
    weight: lp(8, 0, 7),
    activation: lp(8, 0, 7),
    accumulator: { width: 2, fraction: 1 },
    encoder: { relu: true },
  },
];

/** The configs by name `v0`, `v1`, ... as the schema leaves them. */
export function variedConfigs(): CheckedPe[] {
  return INPUTS.map((input, index) => peSchema.parse({ name: `v${index}`, ...input }));
}

/** Operand forms, pipeline stages and kinds of sum, over formats of every shape. */
const FAMILY: readonly Input[] = [
  { weight: lp(8, 1, 7), activation: lp(8, 1, 7), pe: { operands: 'logs' } },
  { weight: lp(8, 1, 7), activation: lp(8, 1, 7), pe: { pipeline: 1 } },
  {
    weight: lp(8, 1, 7),
    activation: lp(8, 1, 7),
    pe: { operands: 'logs', pipeline: 2 },
    accumulator: { width: 24, overflow: 'saturate' },
  },
  {
    weight: lp(4, 0, 2),
    activation: lp(8, 2, 5),
    pe: { pipeline: 2 },
    accumulator: { width: 20, align: 'nearest' },
  },
  {
    weight: lp(8, 2, 5),
    activation: lp(4, 0, 2),
    pe: { operands: 'logs', pipeline: 1 },
    accumulator: { width: 20, align: 'nearest', overflow: 'saturate' },
  },
  {
    weight: lp(8, 1, 7),
    activation: lp(8, 1, 7),
    pe: { operands: 'logs', pipeline: 1 },
    accumulator: { width: 22, align: 'floor' },
  },
  {
    weight: lp(6, 2, 3),
    activation: lp(7, 0, 6),
    pe: { pipeline: 1 },
    accumulator: { width: 14, align: 'floor-act', overflow: 'saturate' },
  },
  {
    weight: lp(6, 1, 5),
    activation: lp(6, 0, 3),
    pe: { operands: 'logs', pipeline: 2 },
    accumulator: { width: 13, fraction: 6, align: 'floor-act' },
  },
  {
    weight: lp(5, 5, 4),
    activation: lp(6, 0, 5),
    pe: { pipeline: 2 },
    accumulator: { width: 60, fraction: 20, align: 'floor', overflow: 'saturate' },
  },
  { weight: lp(2, 0, 1), activation: lp(2, 0, 1), pe: { operands: 'logs', pipeline: 2 } },
  { weight: lp(2, 5, 1), activation: lp(8, 1, 7), pe: { pipeline: 2 }, accumulator: { width: 16 } },
  {
    weight: lp(3, 1, 1),
    activation: lp(5, 0, 2),
    pe: { operands: 'logs', pipeline: 1 },
    converter: { kind: 'mitchell', fraction: 0 },
  },
  {
    weight: lp(5, 1, 2),
    activation: lp(5, 1, 2),
    pe: { pipeline: 1 },
    accumulator: { fraction: 64, width: 8, overflow: 'saturate' },
  },
  {
    weight: lp(5, 1, 2),
    activation: lp(5, 1, 2),
    pe: { operands: 'logs', pipeline: 2 },
    accumulator: { fraction: -32, align: 'floor' },
  },
  { weight: lp(8, 1, 7), activation: lp(8, 1, 7), accumulator: { kind: 'float' } },
  {
    weight: lp(8, 1, 7),
    activation: lp(8, 1, 7),
    pe: { operands: 'logs', pipeline: 1 },
    accumulator: { kind: 'float', significand: 8 },
    encoder: { relu: true },
  },
  {
    weight: lp(4, 0, 2),
    activation: lp(8, 2, 5),
    pe: { pipeline: 2 },
    accumulator: { kind: 'float', significand: 4 },
    encoder: { underflow: 'saturate' },
  },
  {
    weight: lp(8, 2, 5),
    activation: lp(4, 0, 2),
    pe: { operands: 'logs' },
    accumulator: { kind: 'float', significand: 4 },
    converter: { kind: 'mitchell' },
  },
  {
    weight: lp(2, 0, 1),
    activation: lp(2, 0, 1),
    pe: { pipeline: 1 },
    accumulator: { kind: 'float', significand: 24 },
    encoder: { inputBits: 0 },
  },
  {
    weight: lp(5, 5, 4),
    activation: lp(6, 5, 5),
    pe: { operands: 'logs', pipeline: 2 },
    accumulator: { kind: 'float', significand: 32 },
  },
  {
    weight: lp(3, 1, 1),
    activation: lp(5, 0, 2),
    converter: { fraction: 0 },
    accumulator: { kind: 'float', significand: 4 },
    encoder: { scale: -1000000 },
  },
  {
    weight: lp(7, 0, 6),
    activation: lp(7, 1, 3),
    pe: { pipeline: 1 },
    converter: { fraction: 12 },
    accumulator: { kind: 'float', significand: 12 },
    encoder: { scale: 1000000, inputBits: 16 },
  },
  {
    weight: lp(8, 0, 1),
    activation: lp(8, 0, 7),
    pe: { operands: 'logs', pipeline: 2 },
    accumulator: { kind: 'float', significand: 24 },
    encoder: { scale: 37 },
  },
  {
    weight: { ...lp(6, 2, 3), sf: 1.5 },
    activation: { ...lp(7, 0, 6), sf: -2 },
    output: lp(8, 1, 7),
    accumulator: { kind: 'float', significand: 8 },
    encoder: { relu: true, fraction: 0 },
  },
];

/** The forms and stages of the PE, `p0`, `p1`, ... */
export function familyConfigs(): CheckedPe[] {
  return FAMILY.map((input, index) => peSchema.parse({ name: `p${index}`, ...input }));
}

/**
 * A few designs in which every planted fault has a place, and every constant that a fault moves is
 * met by some sum: products below and above the window, an encoder that reaches both clamps and, with
 * sf in octaves, the flush bound exactly.
 */
export function faultConfigs(): CheckedPe[] {
  const inputs: readonly Input[] = [
    { weight: lp(8, 1, 7), activation: lp(8, 1, 7) },
    {
      weight: lp(8, 1, 7),
      activation: lp(8, 1, 7),
      accumulator: { width: 24, overflow: 'saturate' },
    },
    { weight: lp(4, 0, 2), activation: lp(8, 1, 7), accumulator: { width: 16, align: 'floor' } },
    {
      weight: lp(8, 1, 7),
      activation: lp(8, 1, 7),
      accumulator: { width: 20, align: 'floor-act' },
    },
    {
      weight: lp(6, 1, 5),
      activation: lp(6, 0, 3),
      output: lp(4, 0, 3),
      accumulator: { width: 13, fraction: 6, overflow: 'saturate', align: 'nearest' },
    },
    {
      weight: lp(5, 5, 4),
      activation: lp(6, 0, 5),
      output: lp(5, 1, 4),
      accumulator: { width: 60, fraction: 20 },
      encoder: { underflow: 'saturate', relu: true },
    },
    {
      weight: lp(5, 1, 4),
      activation: lp(5, 1, 4),
      pe: { operands: 'logs', pipeline: 1 },
      accumulator: { width: 16, fraction: 6 },
    },
    {
      weight: lp(4, 0, 2),
      activation: lp(6, 1, 5),
      pe: { pipeline: 2 },
      accumulator: { width: 12, fraction: 4, overflow: 'saturate', align: 'nearest' },
    },
    {
      weight: lp(5, 1, 4),
      activation: lp(4, 1, 3),
      pe: { operands: 'logs', pipeline: 2 },
      accumulator: { width: 14, fraction: 4, align: 'floor' },
    },
    {
      weight: lp(4, 1, 3),
      activation: lp(5, 1, 4),
      pe: { pipeline: 1 },
      accumulator: { width: 12, fraction: 3, overflow: 'saturate', align: 'floor-act' },
    },
    { weight: lp(4, 0, 3), activation: lp(5, 0, 4), pe: { operands: 'logs' } },
    {
      weight: lp(5, 1, 4),
      activation: lp(5, 1, 4),
      accumulator: { kind: 'float', significand: 8 },
    },
    {
      weight: lp(4, 0, 2),
      activation: lp(6, 2, 5),
      output: lp(5, 0, 2),
      pe: { pipeline: 1 },
      converter: { fraction: 6 },
      accumulator: { kind: 'float', significand: 4 },
    },
    {
      weight: lp(5, 1, 4),
      activation: lp(5, 1, 4),
      pe: { operands: 'logs', pipeline: 2 },
      accumulator: { kind: 'float', significand: 5 },
      encoder: { relu: true },
    },
    {
      weight: lp(4, 0, 3),
      activation: lp(5, 0, 4),
      pe: { pipeline: 2 },
      accumulator: { kind: 'float', significand: 10 },
      encoder: { inputBits: 3 },
    },
    {
      weight: lp(5, 1, 4),
      activation: lp(4, 1, 3),
      pe: { operands: 'logs', pipeline: 1 },
      converter: { fraction: 6 },
      accumulator: { kind: 'float', significand: 6 },
    },
  ];
  return inputs.map((input, index) => peSchema.parse({ name: `f${index}`, ...input }));
}
