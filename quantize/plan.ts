import { z } from 'zod';

/** What `infer` and `quantize` exchange: how each MAC layer of one network is carried out. */

const formatSchema = z.strictObject({
  n: z.int().min(2).max(16),
  es: z.int().min(0).max(5),
  rs: z.int().min(1).max(15),
  sf: z.number(),
});

const layerSchema = z.strictObject({
  /** As the network names it. */
  name: z.string(),
  operator: z.enum(['Conv', 'Gemm', 'MatMul']),
  /** n of the weight words. */
  mode: z.int().min(2).max(16),
  weight: formatSchema,
  activation: formatSchema,
  output: formatSchema,
  /** How weights become words; values of other layers' results are always encoded in the log domain. */
  rounding: z.enum(['log', 'linear']),
  /** c per output channel, in units of 2^-Fo; a single one counts for all. */
  scales: z.array(z.int()),
  /** b per output channel, in LSBs of the accumulator; a single one counts for all. */
  starts: z.array(z.int()),
  /** Bits that sums of these weights need: of a tile (P_I) and over all tiles (P_O). */
  widths: z.strictObject({ tile: z.int(), sum: z.int() }),
});

export const planSchema = z.strictObject({
  version: z.literal(1),
  model: z.strictObject({ file: z.string(), hash: z.string() }),
  /** What the integers below mean: LSBs and table sizes of the array that they were made for. */
  array: z.strictObject({
    rows: z.int(),
    accumulatorFraction: z.int(),
    encoderFraction: z.int(),
  }),
  layers: z.array(layerSchema),
});

export type Plan = z.infer<typeof planSchema>;
export type LayerPlan = z.infer<typeof layerSchema>;
export type PlannedFormat = z.infer<typeof formatSchema>;
