import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { z } from 'zod';
import {
  type Described,
  describeFault,
  faultFailure,
  formatSchema,
  type OptionSchema,
} from '../generator/index.ts';
import { ioFailure } from '../system/failure.ts';
import { parseJsonText } from '../system/json-text.ts';

export { checkDepth, checkPlan } from './check-plan.ts';

/** What `infer` and `quantize` exchange: how each MAC layer of one network is carried out. */

const plannedFormat = formatSchema.safeExtend({ sf: z.number() });

const layerSchema = z.strictObject({
  /** As the network names it. */
  name: z.string(),
  operator: z.enum(['Conv', 'Gemm', 'MatMul']),
  /** n of the weight words. */
  mode: z.int().min(2).max(16),
  weight: plannedFormat,
  activation: plannedFormat,
  output: plannedFormat,
  /**
   * How weights become words; values of other layers' results are always encoded in the log domain.
   * "given": they are in `words`.
   */
  rounding: z.enum(['log', 'linear', 'given']),
  /** c per output channel, in units of 2^-Fo; a single one counts for all. */
  scales: z.array(z.int()),
  /** b per output channel, in LSBs of the accumulator; a single one counts for all. */
  starts: z.array(z.int()),
  /** Bits that sums of these weights need: of a tile (P_I) and over all tiles (P_O). */
  widths: z.strictObject({ tile: z.int().min(1), sum: z.int().min(1) }),
  /** Bits of weight words that are used, below n where the low ones are zero; default: n. */
  bits: z.int().min(2).max(16).optional(),
  /** Multiply-accumulates for one input. */
  macs: z.int().min(0).optional(),
  /** Constant weights; 0 where another step computes them. */
  parameters: z.int().min(0).optional(),
  /** With rounding "given": a text of hexadecimal digits for each channel, n / 4 of them (rounded up) for each word. */
  words: z.array(z.string().regex(/^[0-9a-f]*$/)).optional(),
});

export const planSchema = z.strictObject({
  version: z.literal(1),
  model: z.strictObject({ file: z.string(), hash: z.string() }),
  /** What the integers below mean: LSBs and table sizes of the array that they were made for. */
  array: z.strictObject({
    rows: z.int().min(1).max(64),
    accumulatorFraction: z.int().min(-32).max(64),
    encoderFraction: z.int().min(0).max(12),
  }),
  layers: z.array(layerSchema),
});

export type Plan = z.infer<typeof planSchema>;
export type LayerPlan = z.infer<typeof layerSchema>;
export type PlannedFormat = z.infer<typeof plannedFormat>;

/** Reads a plan file. Throws Failure (input) that names line, layer and key, or (io). */
export async function readPlan(path: string): Promise<Plan> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw ioFailure(error, 'read', path);
  }
  return parsePlan(text, basename(path));
}

/** Checks the text of a plan file by itself; `file` is its name in messages. Throws Failure (input). */
export function parsePlan(text: string, file: string): Plan {
  return parseJsonText(text, { file, what: 'a plan' }, (json) => {
    const result = planSchema.safeParse(json.value);
    if (result.success) return result.data;
    const { issues } = result.error;
    // A key that is spelled wrongly is missing, too: only one of the two helps.
    const unknown = issues.filter(({ code }) => code === 'unrecognized_keys');
    const described = describedPlan(json.value);
    const faults = (unknown.length > 0 ? unknown : issues).map((issue) =>
      describeFault(issue, json.value, described),
    );
    throw faultFailure(faults, json, file);
  });
}

function describedPlan(plan: unknown): Described {
  const schema = z.toJSONSchema(planSchema, { io: 'input', reused: 'inline' }) as OptionSchema;
  return {
    optionAt: (path) =>
      path.reduce<OptionSchema | undefined>(
        (inner, key) => (typeof key === 'number' ? inner?.items : inner?.properties?.[String(key)]),
        schema,
      ),
    nameOf: (path) => nameOf(path, plan),
  };
}

/** `layers.2.weight.rs` of a layer "conv1" is `layer "conv1": weight.rs`. */
function nameOf(path: readonly PropertyKey[], plan: unknown): string {
  const [top, index, ...rest] = path;
  if (top === undefined) return 'the plan';
  if (top !== 'layers' || typeof index !== 'number') return path.join('.');
  const { layers } = plan as { layers: readonly ({ name?: unknown } | null)[] };
  const name = layers[index]?.name;
  const layer = `layer ${typeof name === 'string' ? JSON.stringify(name) : index}`;
  return rest.length === 0 ? layer : `${layer}: ${rest.join('.')}`;
}

/**
 * A plan as a file holds it: keys in one order, numbers exact, what holds nothing but numbers and text
 * on a line of its own.
 */
export function planText(plan: Plan): string {
  return `${jsonLines(planSchema.parse(plan), '')}\n`;
}

function jsonLines(value: unknown, indent: string): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  const isFlat = Object.values(value).every((inner) => typeof inner !== 'object');
  const inside = `${indent}  `;
  const entries = Object.entries(value).map(([key, inner]) => {
    const text = jsonLines(inner, inside);
    return Array.isArray(value) ? text : `${JSON.stringify(key)}: ${text}`;
  });
  if (entries.length === 0) return open + close;
  if (!isFlat) {
    return `${open}\n${entries.map((entry) => inside + entry).join(',\n')}\n${indent}${close}`;
  }
  return Array.isArray(value) ? `[${entries.join(', ')}]` : `{ ${entries.join(', ')} }`;
}
