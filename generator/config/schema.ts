import { z } from 'zod';
import { isKeyword } from '../systemverilog.ts';
import { systolicShape } from './systolic-schema.ts';

/** Everything a config file may say. Docs table, JSON Schema and defaults are read from here. */

const formatShape = {
  n: z.int().min(2).max(16).describe('word length in bits'),
  es: z.int().min(0).max(5).describe('exponent field width in bits'),
  rs: z.int().min(1).max(15).describe('longest regime run in bits, at most n - 1'),
  sf: z.number().default(0).describe('scale factor of the tensor, subtracted from the base-2 log'),
};

/** An LP format; a scale factor that is not given is 0. */
export const formatSchema = z.strictObject(formatShape).check((context) => {
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
  operands: z
    .enum(['words', 'logs'])
    .default('words')
    .describe('form in which operands reach the PE: words, or logs from decoders outside of it'),
  pipeline: z.int().min(0).max(2).default(0).describe('extra register stages in the PE'),
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

/** Defaults of the options that only one kind of accumulator has; that kind's key is left out else. */
export const FIXED_DEFAULTS = {
  width: 'auto',
  fraction: 12,
  align: 'truncate',
  overflow: 'wrap',
  startMax: 0,
  oneSided: false,
} as const;
export const FLOAT_DEFAULTS = { significand: 12 } as const;

/** What a fixed-point sum is made of; the same for one PE and for an array. */
const fixedSum = {
  width: z
    .union([z.int().min(2).max(128), z.literal('auto')])
    .optional()
    .meta({
      default: FIXED_DEFAULTS.width,
      description:
        'P: width in bits, two\'s complement; "auto" cannot overflow within depth (at least 2)',
    }),
  fraction: z.int().min(-32).max(64).optional().meta({
    default: FIXED_DEFAULTS.fraction,
    description: 'A: fraction bits, the LSB is 2^-A',
  }),
  align: z
    .enum(['truncate', 'nearest', 'floor', 'floor-act'])
    .optional()
    .meta({ default: FIXED_DEFAULTS.align, description: 'how a product is cut to the LSB' }),
  overflow: z
    .enum(['wrap', 'saturate'])
    .optional()
    .meta({ default: FIXED_DEFAULTS.overflow, description: 'what a sum does beyond its width' }),
  startMax: z.int().min(0).max(Number.MAX_SAFE_INTEGER).optional().meta({
    default: FIXED_DEFAULTS.startMax,
    description: 'largest magnitude of a start value, in LSBs, that "auto" allows for',
  }),
};

/** Weights that sums are sized for. */
const sizedFor = {
  weights: z
    .string()
    .optional()
    .describe(
      'tensor of the weights, FILE.npy, FILE.safetensors#NAME or MODEL.onnx#INITIALIZER, relative ' +
        'to the config: "auto" then holds the sums of these weights only',
    ),
  oneSided: z.boolean().optional().meta({
    default: FIXED_DEFAULTS.oneSided,
    description: 'with weights: no activation is negative, as after a ReLU',
  }),
};

const depth = z
  .int()
  .min(1)
  .max(2 ** 20)
  .default(64)
  .describe('K: most products of one sum that "auto" allows for');

const accumulatorShape = z.strictObject({
  kind: z
    .enum(['fixed', 'float'])
    .default('fixed')
    .describe('partial sums: fixed-point, or floating as in the LP paper'),
  width: fixedSum.width,
  fraction: fixedSum.fraction,
  align: fixedSum.align,
  overflow: fixedSum.overflow,
  significand: z.int().min(4).max(32).optional().meta({
    default: FLOAT_DEFAULTS.significand,
    description: 'W: significand bits of a floating sum; kind "float" only',
  }),
  depth,
  startMax: fixedSum.startMax,
  ...sizedFor,
});

/** An option of the other kind would be ignored; a user who sets it expects something of it. */
const accumulator = accumulatorShape.check(({ value, issues }) => {
  const foreign =
    value.kind === 'float'
      ? [...Object.keys(FIXED_DEFAULTS), 'weights']
      : Object.keys(FLOAT_DEFAULTS);
  for (const key of foreign as (keyof typeof value)[]) {
    if (value[key] === undefined) continue;
    issues.push({ code: 'custom', message: 'other kind', input: value[key], path: [key] });
  }
});

const conversion = {
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
};

const underflow = z
  .enum(['flush', 'saturate'])
  .default('flush')
  .describe('far below the smallest word: zero, or the smallest word');

const encoder = z.strictObject({
  ...conversion,
  scale: z
    .union([z.int(), z.literal('auto')])
    .default('auto')
    .describe('c: log scale in units of 2^-Fo; "auto" derives it from the three sf'),
  relu: z.boolean().default(false).describe('negative sums become zero'),
  underflow,
});

export const peSchema = z.strictObject({
  name,
  kind: z.enum(['pe']).default('pe').describe('what is generated'),
  weight: formatSchema.describe('format of the weights'),
  activation: formatSchema.describe('format of the activations'),
  output: formatSchema.optional().describe('format of the results; default: as activation'),
  pe: pe.prefault({}),
  converter: converter.prefault({}),
  accumulator: accumulator.prefault({}),
  encoder: encoder.prefault({}),
});

/** Defaults of the options that have no meaning where a config fixes the formats. */
export const RUN_TIME_DEFAULTS = { modes: [8, 4, 2], maxEs: 2 } as const;

const array = z.strictObject({
  rows: z.int().min(1).max(64).default(8).describe('R: rows of PEs, inputs of a tile'),
  cols: z.int().min(1).max(64).default(8).describe('C: columns of PEs'),
  modes: z
    .array(z.union([z.literal(8), z.literal(4), z.literal(2)]))
    .min(1)
    .refine((modes) => new Set(modes).size === modes.length, { error: 'twice' })
    .optional()
    .meta({
      default: RUN_TIME_DEFAULTS.modes,
      description: 'n of the weight words that the array takes; a tile says which it holds',
    }),
  maxEs: z.int().min(0).max(5).optional().meta({
    default: RUN_TIME_DEFAULTS.maxEs,
    description: 'largest es of the formats that a tile may name',
  }),
  vectors: z
    .int()
    .min(1)
    .max(4096)
    .optional()
    .describe('most vectors of a tile: sums that an outer accumulator holds; default 4 * rows'),
  tileWidth: z
    .union([z.int().min(2).max(128), z.literal('auto')])
    .default('auto')
    .describe(
      'P_I: width of partial sums; "auto" cannot overflow, and is accumulator.width at most',
    ),
  taper: z
    .boolean()
    .default(true)
    .describe('each row of PEs holds partial sums in the bits that they can fill there'),
});

const bufferDepth = (fallback: number) =>
  z
    .int()
    .min(2)
    .max(2 ** 20)
    .default(fallback);

/** Depths of the accelerator's buffers. */
const accelerator = z.strictObject({
  weightRows: bufferDepth(4096).describe('beats of the weight buffer, at least array.rows'),
  activations: bufferDepth(4096).describe('beats of the activation buffer'),
  channelSets: bufferDepth(64).describe('sets of the channel buffer'),
});

export const arraySchema = z.strictObject({
  name,
  kind: z.literal('array').describe('what is generated'),
  array: array.prefault({}),
  weight: formatSchema
    .optional()
    .describe('fixes the format of the weights; default: set by each tile'),
  activation: formatSchema.optional().describe('fixes the format of the activations, with weight'),
  output: formatSchema
    .optional()
    .describe('fixes the format of the results; default: as activation'),
  converter: converter.prefault({}),
  accumulator: z
    .strictObject({
      kind: z.enum(['fixed']).default('fixed').describe('partial sums: fixed-point'),
      ...fixedSum,
      depth,
      ...sizedFor,
    })
    .prefault({}),
  encoder: z.strictObject({ ...conversion, underflow }).prefault({}),
  accelerator: accelerator
    .optional()
    .describe('present, even empty: buffers, a sequencer and AXI around the array'),
});

export const systolicSchema = z.strictObject({ name, ...systolicShape });

/** The schema of each kind of config. */
export const SCHEMAS = { pe: peSchema, array: arraySchema, systolic: systolicSchema } as const;
export type Kind = keyof typeof SCHEMAS;

/** The kind that a value asks for; what says nothing, or nonsense, is checked as a PE. */
export function kindOf(value: unknown): Kind {
  const kind = (value as { kind?: unknown } | null)?.kind;
  return kind === 'array' || kind === 'systolic' ? kind : 'pe';
}

/** A PE's config as the schema leaves it: known keys, defaults filled in that need no arithmetic. */
export type CheckedPe = z.output<typeof peSchema>;
/** The same of an array. */
export type CheckedArray = z.output<typeof arraySchema>;
/** The same of a systolic grid. */
export type CheckedSystolic = z.output<typeof systolicSchema>;
export type CheckedConfig = CheckedPe | CheckedArray | CheckedSystolic;
/** What a user may write for a PE. */
export type PeInput = z.input<typeof peSchema>;
/** What a user may write for an array. */
export type ArrayInput = z.input<typeof arraySchema>;
/** What a user may write for a systolic grid. */
export type SystolicInput = z.input<typeof systolicSchema>;
