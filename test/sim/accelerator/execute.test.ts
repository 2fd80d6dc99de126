import { describe, expect, test } from 'vitest';
import { runLayers } from '../../support/accelerator-execute.ts';
import { emittedArray, emittedRtl } from '../fixtures/emitted-array.ts';
import { denseOutputs, denseResults, denseRun, randomDense } from './dense.ts';

const VECTORS = 7;

/** Buffers that hold two of the layers at once, or only one. */
const net = emittedArray({
  name: 'net',
  array: { rows: 4, cols: 3, modes: [8, 4, 2], maxEs: 1, vectors: 4 },
  accumulator: { startMax: 3000, depth: 64 },
  accelerator: { weightRows: 80, activations: 50, channelSets: 6 },
});

describe('a network carried out from the registers', () => {
  const layers = [
    randomDense(net, { mode: 8, relu: true, group: 4, size: [14, 10] }, 1),
    randomDense(net, { mode: 4, relu: false, group: 3, size: [9, 14] }, 2),
    randomDense(net, { mode: 2, relu: true, group: 1, size: [25, 9] }, 3),
    randomDense(net, { mode: 8, relu: false, group: 4, size: [3, 25] }, 4),
  ];
  const input = Array.from({ length: VECTORS }, (_, vector) =>
    Array.from({ length: 10 }, (_, k) => (37 * vector + 101 * k + 5) % 128),
  );
  const values = [input];
  for (const layer of layers) values.push(denseOutputs(net, layer, values.at(-1) ?? []));
  const runs = layers.map((layer, index) => denseRun(net, layer, values[index] ?? []));

  test.each([true, false])('gives the words of every layer (stalls: %s)', async (stalls) => {
    const directory = await emittedRtl(net);
    const results = await runLayers(net, runs, { directory, seed: 3, stalls });
    for (const [index, layer] of layers.entries()) {
      const words = results[index]?.words ?? new Uint16Array();
      const outputs = denseResults(net, layer, runs[index] as never, words);
      expect(outputs).toEqual(values[index + 1]);
      expect(results[index]?.cycles).toBeGreaterThan(VECTORS);
    }
    // The words say something: not all are alike.
    expect(new Set(values.slice(1).flat(2)).size).toBeGreaterThan(20);
  });

  test('refuses a layer that does not fit the buffers', async () => {
    const large = denseRun(
      net,
      randomDense(net, { ...layers[0], size: [30, 10] } as never, 5),
      input,
    );
    await expect(runLayers(net, [large], { directory: '.' })).rejects.toThrow(
      'layer 0 does not fit the buffers',
    );
  });

  test('says how an accelerator fails', async () => {
    const directory = await emittedRtl(net, {
      file: 'registers',
      from: /if \(finish_i\) done_q/,
      to: 'if (busy_i) done_q',
    });
    await expect(runLayers(net, runs, { directory, seed: 3 })).rejects.toThrow(
      /^net does not carry out layers as it must: done or irq_o before the last result/,
    );
  });
});
