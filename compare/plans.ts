import { basename } from 'node:path';
import { type LayerPlan, type Plan, readPlan } from '../quantize/plan.ts';
import { Failure } from '../system/failure.ts';
import { MIXES, type Mix } from './mixes.ts';

/** What a comparison must know of a plan: its mix of weight widths, by MACs, and how much that is. */
export interface ComparedPlan extends Mix {
  /** Multiply-accumulates for one input. */
  readonly macs: number;
  /** Bits of a weight on average; by weights null where the plan does not tell how many there are. */
  readonly bits: { readonly macs: number; readonly weights: number | null };
}

/** Weights of more bits have no place in any design. */
const MOST_BITS = 8;

/** Reads plan files, each named after its file. Throws Failure (usage, input, io). */
export async function readPlans(paths: readonly string[]): Promise<ComparedPlan[]> {
  const names = planNames(paths);
  const plans: ComparedPlan[] = [];
  for (const [index, path] of paths.entries()) {
    plans.push(comparedPlan(await readPlan(path), names[index] as string));
  }
  return plans;
}

/** Names of files, as they were given where several are alike. Throws Failure (usage) for a file given twice. */
export function planNames(paths: readonly string[]): string[] {
  const short = paths.map((path) => basename(path));
  const names = short.map((name, index) =>
    short.indexOf(name) === short.lastIndexOf(name) ? name : (paths[index] as string),
  );
  for (const [index, name] of names.entries()) {
    if (names.indexOf(name) !== index) {
      throw new Failure('usage', `--plan names ${name} twice`, 'once is enough');
    }
    if (MIXES.some((mix) => mix.name === name)) {
      throw new Failure(
        'usage',
        `--plan ${paths[index]}: there is a mix of the name ${JSON.stringify(name)}`,
        'give the file another name',
      );
    }
  }
  return names;
}

/** Shares of MACs by bits of the weight words that are used. Throws Failure (input) where the plan does not tell. */
export function comparedPlan(plan: Plan, name: string): ComparedPlan {
  const layers = plan.layers.map((layer) => ({ layer, ...counted(layer, name) }));
  const macs = sum(layers.map((one) => one.macs));
  if (macs === 0) throw new Failure('input', `${name}: its layers have no MACs to compare`);
  const shares: Record<number, number> = {};
  for (const { bits, macs: own } of layers) {
    if (own > 0) shares[bits] = (shares[bits] ?? 0) + own / macs;
  }
  return {
    name,
    shares,
    macs,
    bits: {
      macs: sum(layers.map((one) => (one.bits * one.macs) / macs)),
      weights: bitsByWeights(layers),
    },
  };
}

interface Counted {
  readonly bits: number;
  readonly macs: number;
}

/** Weights that are results of other layers have all bits of their words. */
function counted({ name: layer, mode, bits = mode, macs }: LayerPlan, file: string): Counted {
  const place = `${file}: layer ${JSON.stringify(layer)}`;
  if (macs === undefined) {
    throw new Failure(
      'input',
      `${place}: macs is missing`,
      'write the plan again with this version, which tells the MACs of each layer',
    );
  }
  if (bits > MOST_BITS) {
    throw new Failure(
      'input',
      `${place}: its weights have ${bits} bits, compared designs take ${MOST_BITS} at most`,
    );
  }
  return { bits, macs };
}

function bitsByWeights(
  layers: readonly (Counted & { readonly layer: LayerPlan })[],
): number | null {
  const counts = layers.map(({ layer }) => weightsOf(layer));
  const all = sum(counts.map((count) => count ?? Number.NaN));
  if (!(all > 0)) return null;
  return sum(layers.map(({ bits }, index) => (bits * (counts[index] ?? 0)) / all));
}

/** Constant weights of a layer; undefined where the plan does not tell. */
function weightsOf({ parameters, words, weight }: LayerPlan): number | undefined {
  if (parameters !== undefined || words === undefined) return parameters;
  return sum(words.map(({ length }) => length)) / Math.ceil(weight.n / 4);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
