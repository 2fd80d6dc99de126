import { type Inputs, readInputs } from '../network/inputs.ts';
import type { Network } from '../network/network.ts';
import { type Synthetic, syntheticInputs } from '../search/synthetic-inputs.ts';
import { Failure } from '../system/failure.ts';
import { shapeOption } from './infer-options.ts';
import type { QuantizeOptions } from './options.ts';

const LARGEST_SEED = 2 ** 32 - 1;
const MOST_INPUTS = 65_536;

/** Inputs of a file, or drawn ones; at most `limit`. Throws Failure (usage, input, io). */
export async function calibrationInputs(
  network: Network,
  { calib, shape: shapeText }: Pick<QuantizeOptions, 'calib' | 'shape'>,
  limit: number,
): Promise<Inputs> {
  const drawn = randomOption(calib);
  if (drawn !== undefined) {
    if (shapeText !== undefined) {
      throw new Failure('usage', '--shape has no meaning with --calib random', 'leave it out');
    }
    return syntheticInputs(network, { ...drawn, count: Math.min(drawn.count, limit) });
  }
  const shape = shapeText === undefined ? undefined : shapeOption(shapeText);
  const inputs = await readInputs(calib, network, shape);
  if (inputs.count <= limit) return inputs;
  const each = inputs.values.length / inputs.count;
  return { ...inputs, count: limit, values: inputs.values.slice(0, limit * each) };
}

/** "random:1:64", "random:1:64:0.5:0.25"; undefined for the name of a file. Throws Failure (usage). */
export function randomOption(text: string): Synthetic | undefined {
  if (!text.startsWith('random:')) return undefined;
  const [seed, count, mean = 0, deviation = 1, ...more] = text
    .slice('random:'.length)
    .split(':')
    .map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  const fits =
    isWithin(seed, 0, LARGEST_SEED) &&
    isWithin(count, 1, MOST_INPUTS) &&
    Number.isFinite(mean) &&
    Number.isFinite(deviation) &&
    deviation >= 0 &&
    more.length === 0;
  if (fits) return { seed, count, values: { kind: 'normal', mean, deviation } };
  throw new Failure(
    'usage',
    `--calib must be a file or random:SEED:N[:MEAN:DEVIATION], not ${JSON.stringify(text)}`,
    `SEED from 0 to ${LARGEST_SEED}, N from 1 to ${MOST_INPUTS}; standard normal numbers where MEAN and DEVIATION are missing`,
  );
}

function isWithin(value: number | undefined, least: number, most: number): value is number {
  return value !== undefined && Number.isInteger(value) && value >= least && value <= most;
}
