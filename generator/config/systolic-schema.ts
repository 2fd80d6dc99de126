import { z } from 'zod';

/** What a config of kind "systolic" may say of its datapath, one schema a kind. */

const wordBits = (of: string) => z.int().min(2).max(8).describe(`bits of ${of}, two's complement`);

const lpFields = {
  n: z.int().min(2).max(8).describe('word length in bits'),
  es: z.int().min(0).max(3).describe('exponent field width in bits'),
  rs: z.int().min(1).max(7).describe('longest regime run in bits, at most n - 1'),
};

const lpShape = z.strictObject(lpFields).check(regimeFits);

const scaledLpShape = z
  .strictObject({
    ...lpFields,
    sf: z.int().min(-32).max(32).optional().describe('subtracted from every log; default 0'),
  })
  .check(regimeFits);

function regimeFits({
  value,
  issues,
}: z.core.ParsePayload<{ readonly n: number; readonly rs: number }>) {
  if (value.rs < value.n) return;
  issues.push({
    code: 'too_big',
    origin: 'int',
    maximum: value.n - 1,
    inclusive: true,
    input: value.rs,
    path: ['rs'],
  });
}

const positShape = z.strictObject({
  n: z.int().min(2).max(8).describe('word length in bits'),
  es: z.int().min(0).max(2).describe('exponent field width in bits'),
});

const nonNegative = z
  .boolean()
  .default(false)
  .describe('no activation is negative, as after a ReLU; words with a sign are not allowed');

/** Largest A. */
export const MOST_FRACTION = 40;

const cut = {
  fraction: z
    .int()
    .min(-32)
    .max(MOST_FRACTION)
    .describe('A: fraction bits of the sums, the LSB is 2^-A'),
  align: z
    .enum(['truncate', 'nearest', 'floor', 'floor-act'])
    .default('truncate')
    .describe('how a product is cut to the LSB'),
};

const word = z.int().min(1).max(127);

const clip = z
  .strictObject({
    weight: word.describe('largest weight word that occurs'),
    activation: word.describe('largest activation word that occurs'),
  })
  .optional()
  .describe('words beyond these, of either sign, do not occur: products are sized for the others');

const floatName = z.enum(['e4m3', 'e5m2', 'e2m1', 'adaptiv8']);

const lp = {
  activation: lpShape.describe('LP format of the activations'),
  converterFraction: z.int().min(0).max(12).describe('G: fraction bits of the converter output'),
  ...cut,
  nonNegative,
};

const modes = z
  .array(z.union([z.literal(8), z.literal(4), z.literal(2)]))
  .min(1)
  .refine((list) => new Set(list).size === list.length, { error: 'twice' })
  .default([8, 4, 2])
  .describe('bits of the weights that share an 8-bit word');

export const datapathSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('int').describe('integers'),
    weightBits: wordBits('a weight').default(8),
    activationBits: wordBits('an activation').default(8),
    multiplier: z
      .enum(['array', 'booth', 'pairs'])
      .default('booth')
      .describe(
        'an array of ANDs (Baugh-Wooley), radix-4 digits decoded on loading (Booth), or pairs of products from activations added at the edge',
      ),
    nonNegative,
  }),
  z.strictObject({
    kind: z.literal('int-fused').describe('one 8-bit, two 4-bit or four 2-bit integer weights'),
    modes,
  }),
  z.strictObject({
    kind: z.literal('int-units').describe('four 4-bit units that join for 8-bit weights'),
    types: z.enum(['int', 'ant']).default('int').describe('4-bit weights: integers, or ANT types'),
  }),
  z.strictObject({
    kind: z.literal('float').describe('minifloats: FP8, FP4, AdaptivFloat'),
    weight: floatName.describe('format of the weights'),
    activation: floatName.describe('format of the activations'),
    ...cut,
    clip,
  }),
  z.strictObject({
    kind: z.literal('fp4-prepared').describe('FP4 weights, 8-bit integers prepared at the edge'),
    nonNegative,
  }),
  z.strictObject({
    kind: z.literal('posit').describe('standard posits'),
    weight: positShape.describe('format of the weights'),
    activation: positShape.describe('format of the activations'),
    ...cut,
    clip,
  }),
  z.strictObject({
    kind: z.literal('posit-fused').describe('one 8-bit, two 4-bit or four 2-bit posit weights'),
    ...cut,
    clip,
  }),
  z.strictObject({
    kind: z.literal('pot').describe('4-bit power-of-two weights, 8-bit integer activations'),
    nonNegative,
  }),
  z.strictObject({
    kind: z.literal('flint').describe('4-bit flint weights of ANT'),
    activation: z.enum(['flint4', 'int8']).default('int8').describe('format of the activations'),
  }),
  z.strictObject({ kind: z.literal('lmul').describe('L-Mul on FP8 E4M3'), ...cut }),
  z.strictObject({
    kind: z.literal('lp-log').describe('LP: logs are added, then made linear'),
    weight: lpShape.describe('LP format of the weights'),
    clip,
    pipeline: z
      .union([z.literal(0), z.literal(1)])
      .default(0)
      .describe('registers between the log sum and the shift'),
    ...lp,
  }),
  z.strictObject({
    kind: z.literal('lp-linear').describe('LP: activations are made linear at the edge'),
    weight: lpShape.describe('LP format of the weights, at most one fraction bit'),
    clip,
    bus: z
      .enum(['sign-magnitude', 'twos-complement'])
      .default('sign-magnitude')
      .describe('form of the linear activation on its way through the grid'),
    ...lp,
  }),
  z.strictObject({
    kind: z.literal('lp-fused').describe('LP: one 8-bit, two 4-bit or four 2-bit weights'),
    weights: z
      .array(scaledLpShape)
      .min(1)
      .max(3)
      .describe('formats of the modes, the widest first'),
    clip,
    ...lp,
  }),
]);

const grid = z.strictObject({
  rows: z.int().min(1).max(256).default(64).describe('inputs of a tile, a multiple of products'),
  cols: z
    .int()
    .min(1)
    .max(256)
    .default(32)
    .describe('columns of PEs, a multiple of columnsPerRegister'),
  products: z.int().min(1).max(32).default(8).describe('V: products of a PE'),
  columnsPerRegister: z
    .int()
    .min(1)
    .max(64)
    .default(8)
    .describe('columns that share an activation register'),
  gatedWeights: z
    .boolean()
    .default(true)
    .describe('weights are held by a gated clock, not through a multiplexer'),
  join: z
    .int()
    .min(0)
    .max(16)
    .optional()
    .describe('d: neighbouring columns 2j and 2j + 1 also leave as one sum, hi * 2^d + lo'),
});

const width = z.int().min(2).max(52);

const sum = z.strictObject({
  width: z
    .union([z.literal('auto'), width, z.array(width).min(1).max(4)])
    .default('auto')
    .describe('P: width of partial sums, one for each lane or all; "auto" cannot overflow'),
  outerBits: z
    .int()
    .min(0)
    .max(20)
    .default(4)
    .describe('bits that sums of several tiles have more than those of one'),
});

/** Everything of a systolic grid's config but its name. */
export const systolicShape = {
  kind: z.literal('systolic').describe('what is generated'),
  datapath: datapathSchema.describe('how words are multiplied'),
  grid: grid.prefault({}),
  sum: sum.prefault({}),
};
