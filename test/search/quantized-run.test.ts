import { describe, expect, test } from 'vitest';
import type { ArrayInput } from '../../generator/index.ts';
import { readInputs } from '../../network/inputs.ts';
import { layersOf } from '../../network/network.ts';
import { readNetwork } from '../../network/read.ts';
import { checkPlan, parsePlan, planText } from '../../quantize/plan.ts';
import { sampleOf } from '../../quantize/samples.ts';
import type { Quantized } from '../../search/quantized-run.ts';
import { createRandom } from '../../sim/random.ts';
import {
  arrayWith,
  candidates,
  inputsOf,
  networkOf,
  onArray,
  quantizing,
  type SmallNetwork,
  smallAttention,
  smallColumns,
  smallConvolutions,
} from './quantizing.ts';

/** What a quantised run says beside the plan on the array itself. */

const accumulator = { fraction: 8, depth: 256, startMax: 2 ** 20 } as const;

const CASES: readonly [string, SmallNetwork, number, Partial<ArrayInput>][] = [
  ['convolutions', smallConvolutions(), 10, {}],
  [
    'convolutions, nearest, saturating',
    smallConvolutions(),
    10,
    { accumulator: { ...accumulator, align: 'nearest', overflow: 'saturate' } },
  ],
  [
    'convolutions, floor',
    smallConvolutions(),
    10,
    { accumulator: { ...accumulator, align: 'floor' } },
  ],
  [
    'convolutions, floor-act',
    smallConvolutions(),
    10,
    { accumulator: { ...accumulator, align: 'floor-act' } },
  ],
  ['convolutions, mitchell', smallConvolutions(), 10, { converter: { kind: 'mitchell' } }],
  ['5 inputs at a time', smallConvolutions(5), 15, {}],
  [
    'sums of more than 32 bits',
    smallAttention(),
    6,
    { accumulator: { ...accumulator, fraction: 36 } },
  ],
  ['columns', smallColumns(), 40, {}],
  ['columns in two batches', smallColumns(), 300, {}],
  ['attention', smallAttention(), 7, {}],
];

describe.each(CASES)('%s', (of, small, count, options) => {
  test('all values are those of the plan on the array, bit for bit', async () => {
    const network = await networkOf(small);
    const array = arrayWith(options as Partial<ArrayInput>);
    await quantizing(network, inputsOf(small, count), { array }, async ({ ground, run }) => {
      for (const candidate of candidates(ground, 2)) {
        const { plan, tensor } = await run.run(candidate);
        const kept = parsePlan(planText(plan), 'plan.json');
        expect(kept).toEqual(plan);
        checkPlan(kept, network, array);
        const widest = Math.max(...kept.layers.map(({ widths }) => widths.sum));
        expect(widest > 32).toBe(of === 'sums of more than 32 bits');
        const batches = await onArray(network, kept, array, ground.batches);
        const names = [network.output, ...layersOf(network).map(({ output }) => output)];
        for (const name of names) {
          const { dims, values } = tensor(name);
          // Inputs follow each other along axis 0, or 1 where they are columns.
          const parts = batches.map((batch) => batch.get(name) as Float32Array);
          const isColumns = dims[0] !== count && dims.length === 2;
          expect(values).toEqual(isColumns ? besides(parts, dims[0] as number) : behind(parts));
          expect(dims).toEqual(sampleOf(ground.samples, name).dims);
        }
      }
    });
  });
});

function behind(parts: readonly Float32Array[]): Float32Array {
  return Float32Array.from(parts.flatMap((part) => [...part]));
}

function besides(parts: readonly Float32Array[], rows: number): Float32Array {
  const ofRow = (part: Float32Array, row: number) => {
    const width = part.length / rows;
    return [...part.subarray(row * width, (row + 1) * width)];
  };
  return Float32Array.from(
    Array.from({ length: rows }, (_, row) => parts.flatMap((part) => ofRow(part, row))).flat(),
  );
}

test('samples of the float network are joined along the axis of the inputs', async () => {
  const small = smallColumns();
  const network = await networkOf(small);
  const inputs = inputsOf(small, 40);
  await quantizing(network, inputs, { array: arrayWith() }, async ({ ground }) => {
    const { dims, values } = sampleOf(ground.samples, layersOf(network)[0]?.input ?? '');
    expect(dims).toEqual([5, 40]);
    const turned = Float32Array.from({ length: 200 }, (_, at) => {
      const [k, input] = [Math.floor(at / 40), at % 40];
      return inputs.values[input * 5 + k] as number;
    });
    expect(values).toEqual(turned);
  });
});

test('what candidates share changes nothing, whatever their order', async () => {
  const small = smallConvolutions();
  const network = await networkOf(small);
  const inputs = inputsOf(small, 6);
  const how = { array: arrayWith() };
  await quantizing(network, inputs, how, async ({ ground, run }) => {
    const random = createRandom(11, 'order');
    const some = candidates(ground, 3);
    for (let round = 0; round < 12; round++) {
      const candidate = ground.layers.map(
        (_, layer) => some[random.below(some.length)]?.[layer] as (typeof some)[0][0],
      );
      const found = told(await run.run(candidate), network.output);
      const fresh = await quantizing(network, inputs, how, async (again) =>
        told(await again.run.run(candidate), network.output),
      );
      expect(found).toEqual(fresh);
    }
  });
});

function told({ plan, tensor, layers }: Quantized, output: string) {
  return { plan, answer: tensor(output), errors: layers.map(({ errors }) => errors) };
}

test('of the example network: wide words lose next to nothing', async () => {
  const network = await readNetwork('examples/shapes/shapes.onnx');
  const all = await readInputs('examples/shapes/inputs.npy', network);
  const each = all.values.length / all.count;
  const inputs = { ...all, count: 8, values: all.values.slice(0, 8 * each) };
  const array = arrayWith({ accumulator: { ...accumulator, align: 'nearest', depth: 4096 } });
  await quantizing(network, inputs, { array }, async ({ ground, run }) => {
    const wide = ground.layers.map(() => ({ bits: 8, es: 1, rs: 4, gain: 0 }));
    const { plan, tensor } = await run.run(wide);
    checkPlan(plan, network, array);
    const [batch] = await onArray(network, plan, array, ground.batches);
    expect(tensor(network.output).values).toEqual(batch?.get(network.output));
    const float = sampleOf(ground.samples, network.output).values;
    const got = tensor(network.output).values;
    const energy = float.reduce((sum, x) => sum + x * x, 0);
    const lost = float.reduce((sum, x, at) => sum + (x - (got[at] as number)) ** 2, 0);
    expect(lost).toBeLessThan(energy / 100);
  });
});
