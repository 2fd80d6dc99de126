import { z } from 'zod';
import { type ChooserName, choosers } from '../search/choosers/index.ts';
import { OBJECTIVES } from '../search/objectives/objective.ts';

/** Inputs of a file, or drawn ones; which options go together is checked by study/faults.ts. */
const inputsSchema = z.strictObject({
  /** .npy, or raw float32 with `shape`. */
  inputs: z.string().optional(),
  shape: z.array(z.int().min(-1)).min(1).optional(),
  /** The first one that is taken, and how many. */
  from: z.int().min(0).optional(),
  count: z.int().min(1).max(65_536).optional(),
  /** Instead of a file: numbers drawn one by one. */
  synthetic: z.enum(['normal', 'uniform']).optional(),
  seed: z
    .int()
    .min(0)
    .max(2 ** 32 - 1)
    .optional(),
  mean: z.number().optional(),
  deviation: z.number().min(0).optional(),
  low: z.number().optional(),
  high: z.number().optional(),
});

const judgeSchema = z.strictObject({ ...inputsSchema.shape, labels: z.string().optional() });

const networkSchema = z.strictObject({
  name: z.string().min(1).max(40),
  model: z.string(),
  calib: inputsSchema,
  judge: judgeSchema,
  /** Of an array; default: 8 x 8 PEs, all modes. */
  config: z.string().optional(),
});

const freeThreeSchema = z.union([
  z.boolean(),
  z.strictObject({
    channelScales: z.boolean().optional(),
    biasCorrection: z.boolean().optional(),
    errorFeedback: z.boolean().optional(),
  }),
]);

const runsSchema = z.strictObject({
  chooser: z
    .array(z.enum(Object.keys(choosers) as [ChooserName, ...ChooserName[]]))
    .min(1)
    .default(['exact']),
  objective: z.array(z.enum(OBJECTIVES)).min(1).default(['kl']),
  /** Most average bits; null: no limit. */
  bits: z.array(z.number().min(2).max(8).nullable()).min(1).default([4]),
  seeds: z
    .array(
      z
        .int()
        .min(0)
        .max(2 ** 31 - 1),
    )
    .min(1)
    .default([1]),
  freeThree: z.array(freeThreeSchema).min(1).default([true]),
  /** P_I that words are chosen for; null: what the array has. */
  tileBits: z.array(z.int().min(2).max(128).nullable()).min(1).default([null]),
  /** Hyperparameters by name, for the choosers that have them. */
  set: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])).default({}),
});

/** A study: networks, and what is varied on each of them. */
export const studySchema = z.strictObject({
  networks: z.array(networkSchema).min(1),
  runs: runsSchema,
});

export type Study = z.infer<typeof studySchema>;
export type StudyNetwork = z.infer<typeof networkSchema>;
export type StudyInputs = z.infer<typeof inputsSchema>;
export type StudyRuns = z.infer<typeof runsSchema>;
