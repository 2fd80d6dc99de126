import { z } from 'zod';
import { isKeyword } from '../systemverilog.ts';

/** Everything a config file may say. Docs table, JSON Schema and defaults are read from here. */

const formatShape = {
  n: z.int().min(2).max(16).describe('word length in bits'),
  es: z.int().min(0).max(5).describe('exponent field width in bits'),
  rs: z.int().min(1).max(15).describe('longest regime run in bits, at most n - 1'),
  sf: z.number().default(0).describe('scale factor of the tensor, subtracted from the base-2 log'),
};

const format = z.strictObject(formatShape).check((context) => {
  const { n, rs } = context.value;
  if (rs >= n) {
    context.issues.push({
      code: 'too_big',
      origin: 'int',
      maximum: n - 1,
      inclusive: true,
      input: rs,
      path: ['rs'],
    });
  }
});

const name = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,39}$/)
  .refine((value) => !isKeyword(value), { error: 'keyword' })
  .refine((value) => !value.includes('__'), { error: 'double underscore' })
  .describe('prefix of every module name; not a SystemVerilog keyword, without "__"');

const pe = z.strictObject({
  operands: z.enum(['words']).default('words').describe('form in which operands reach the PE'),
  pipeline: z.int().min(0).max(0).default(0).describe('extra registers in the PE'),
});

const converter = z.strictObject({
  kind: z
    .enum(['table', 'mitchell'])
    .default('table')
    .describe('log to linear: a table of rounded powers, or 1 + fraction (Mitchell)'),
  fraction: z
    .int()
    .min(0)
    .max(12)
    .optional()
    .describe('G: fraction bits of the converter output; default Fp + 2, at most 12'),
});

const accumulator = z.strictObject({
  kind: z.enum(['fixed']).default('fixed').describe('fixed-point partial sums'),
  width: z
    .union([z.int().min(2).max(128), z.literal('auto')])
    .default('auto')
    .describe(
      'P: width in bits, two\'s complement; "auto" cannot overflow within depth (at least 2)',
    ),
  fraction: z.int().min(-32).max(64).default(12).describe('A: fraction bits, the LSB is 2^-A'),
  align: z
    .enum(['truncate', 'nearest', 'floor', 'floor-act'])
    .default('truncate')
    .describe('how a product is cut to the LSB'),
  overflow: z
    .enum(['wrap', 'saturate'])
    .default('wrap')
    .describe('what a sum does beyond its width'),
  depth: z
    .int()
    .min(1)
    .max(2 ** 20)
    .default(64)
    .describe('K: most products of one sum that "auto" allows for'),
  startMax: z
    .int()
    .min(0)
    .max(Number.MAX_SAFE_INTEGER)
    .default(0)
    .describe('largest magnitude of a start value, in LSBs, that "auto" allows for'),
  weights: z
    .string()
    .optional()
    .describe(
      'tensor of the weights, FILE.npy, FILE.safetensors#NAME or MODEL.onnx#INITIALIZER, relative ' +
        'to the config: "auto" then holds the sums of these weights only',
    ),
  oneSided: z
    .boolean()
    .default(false)
    .describe('with weights: no activation is negative, as after a ReLU'),
});

const encoder = z.strictObject({
  inputBits: z
    .int()
    .min(0)
    .max(16)
    .optional()
    .describe('X: bits below the leading one that are read; default Fo + 2'),
  fraction: z
    .int()
    .min(0)
    .max(12)
    .optional()
    .describe('Fo: fraction bits of the log; default F of the output + 2, at most 12'),
  scale: z
    .union([z.int(), z.literal('auto')])
    .default('auto')
    .describe('c: log scale in units of 2^-Fo; "auto" derives it from the three sf'),
  relu: z.boolean().default(false).describe('negative sums become zero'),
  underflow: z
    .enum(['flush', 'saturate'])
    .default('flush')
    .describe('far below the smallest word: zero, or the smallest word'),
});

export const configSchema = z.strictObject({
  name,
  kind: z.enum(['pe']).default('pe').describe('what is generated'),
  weight: format.describe('format of the weights'),
  activation: format.describe('format of the activations'),
  output: format.optional().describe('format of the results; default: as activation'),
  pe: pe.prefault({}),
  converter: converter.prefault({}),
  accumulator: accumulator.prefault({}),
  encoder: encoder.prefault({}),
});

/** A config as the schema leaves it: known keys, defaults filled in that need no arithmetic. */
export type CheckedConfig = z.output<typeof configSchema>;
/** What a user may write. */
export type ConfigInput = z.input<typeof configSchema>;
