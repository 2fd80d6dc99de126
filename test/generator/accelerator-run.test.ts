import { describe, expect, test } from 'vitest';
import { arrayDesign } from '../../generator/index.ts';
import { arrayCycles } from '../../golden/array-cycles.ts';
import { createExactArray } from '../../golden/exact/index.ts';
import { lpFormat } from '../../golden/format.ts';
import { arrayParameters } from '../../sim/array/parameters.ts';
import { repeatable } from '../golden/exact/support.ts';
import { type Action, runHost } from '../support/accelerator-bench.ts';
import { acceleratorConfig } from '../support/accelerator-configs.ts';

/** A layer, whose places may wrap around the ends of the buffers. */
interface Layer {
  readonly vectors: number;
  readonly group: number;
  readonly rowTiles: number;
  readonly columnBlocks: number;
  readonly bases: readonly [number, number, number];
  readonly mode: number;
  readonly relu: boolean;
}

const bits = (words: readonly number[], width: number) =>
  words.reduce((sum, word, index) => sum | (BigInt(word) << BigInt(index * width)), 0n);

/** A run from registers, against the tiles that the contract makes of it. */
async function tryLayer(name: string, layer: Layer) {
  const design = arrayDesign(acceleratorConfig(name));
  const { shape, config } = design;
  const { accelerator } = config;
  if (accelerator === undefined) throw new Error(`${name} has no accelerator`);
  const { rows, cols, lanes, containerBits, activation, output, startWidth, scaleWidth } = shape;
  const channels = cols * lanes.length;
  const draw = repeatable(7);
  const { vectors, group, rowTiles, columnBlocks, bases } = layer;
  const es = Math.min(1, shape.maxEs);
  const formats = {
    weight: shape.lanes[0]?.weight.fixed ?? lpFormat({ n: layer.mode, es, rs: 1 }),
    activation: activation.fixed ?? lpFormat({ n: 8, es: 0, rs: 7 }),
    output: output.fixed ?? lpFormat({ n: 8, es, rs: 5 }),
  };
  const fill = (depth: number, count: number, most: number) =>
    Array.from({ length: depth }, () => Array.from({ length: count }, () => draw(most)));
  // What lies from the bases on; a run beyond a small buffer reads it again from its start.
  const room = (depth: number, used: number) => Math.min(depth, 2 * used);
  const weightRows = room(accelerator.weightRows, columnBlocks * rowTiles * rows);
  const weights = fill(weightRows, cols, 2 ** Math.min(containerBits, 16));
  const acts = fill(room(accelerator.activations, vectors * rowTiles), rows, 2 ** activation.n);
  const sets = Array.from({ length: accelerator.channelSets }, () =>
    Array.from({ length: channels }, () => ({
      start: startWidth > 0 ? draw(50) - 25 : 0,
      scale: draw(2 ** Math.min(scaleWidth - 4, 8)) - 20,
    })),
  );

  const write = (address: number, data: number): Action => ({ kind: 'write', address, data });
  const stream = (which: 'weight' | 'act' | 'channel', beat: bigint): Action => ({
    kind: 'stream',
    stream: which,
    beat,
  });
  const word = (value: number) => BigInt.asUintN(32, BigInt(value));
  const actions: Action[] = [
    ...[0x80, 0x84, 0x88].map((address, index) => write(address, bases[index] ?? 0)),
    ...weights.map((row) => stream('weight', bits(row, containerBits))),
    ...acts.map((row) => stream('act', bits(row, activation.n))),
    ...sets.flatMap((set) =>
      set.map(({ start, scale }) => stream('channel', (word(start) << 32n) | word(scale))),
    ),
    write(0x40, formats.weight.n),
    ...(shape.runTime
      ? [write(0x44, 0x000 | es), write(0x48, 0xf00), write(0x4c, 0x500 | es)]
      : []),
    write(0x50, layer.relu ? 1 : 0),
    write(0x54, vectors),
    write(0x58, group),
    write(0x5c, rowTiles),
    write(0x60, columnBlocks),
    write(0x64, bases[0]),
    write(0x68, bases[1]),
    write(0x6c, bases[2]),
    { kind: 'results', ready: true },
    write(0x20, 3),
    { kind: 'wait' },
    { kind: 'read', address: 0x24 },
    { kind: 'read', address: 0x28 },
  ];
  const answers = await runHost(design, actions);

  const model = createExactArray(arrayParameters(design));
  const expected: bigint[] = [];
  const timing: { vectors: number; first: boolean; last: boolean }[] = [];
  for (let from = 0; from < vectors; from += group) {
    const size = Math.min(group, vectors - from);
    for (let m = 0; m < columnBlocks; m += 1) {
      for (let k = 0; k < rowTiles; k += 1) {
        const set = sets[m % sets.length] ?? [];
        const tile = Array.from({ length: rows }, (_, row) => {
          const beat = rows - 1 - row;
          return weights[((m * rowTiles + k) * rows + beat) % weights.length] ?? [];
        });
        timing.push({ vectors: size, first: k === 0, last: k === rowTiles - 1 });
        const results = model.run({
          weight: formats.weight,
          activation: formats.activation,
          weights: Uint16Array.from(tile.flat()),
          activations: Uint16Array.from(
            Array.from({ length: size }, (_, v) => {
              return acts[((from + v) * rowTiles + k) % acts.length] ?? [];
            }).flat(),
          ),
          vectors: size,
          channels:
            k === 0
              ? {
                  starts: set.map(({ start }) => BigInt(start)),
                  scales: set.map(({ scale }) => BigInt(scale)),
                }
              : null,
          results: k === rowTiles - 1 ? { output: formats.output, relu: layer.relu } : null,
        });
        if (results === null) continue;
        for (let v = 0; v < size; v += 1) {
          expected.push(bits([...results.slice(v * channels, (v + 1) * channels)], output.n));
        }
      }
    }
  }
  const results = answers.filter((answer) => answer.kind === 'result');
  expect(results.map(({ data }) => data)).toEqual(expected);
  expect(results.map(({ last }) => last)).toEqual(
    expected.map((_, index) => index === expected.length - 1),
  );
  expect(answers.filter((answer) => answer.kind === 'write' && answer.resp !== 0)).toEqual([]);
  const [status, cycles] = answers.filter((answer) => answer.kind === 'read');
  expect(status?.data).toBe(2);
  const within = rowTiles <= accelerator.activations;
  return { cycles: cycles?.data ?? 0, ideal: arrayCycles(shape, timing).end, within };
}

describe('a run from registers', () => {
  test.each([
    ['every_mode', { vectors: 13, group: 5, rowTiles: 3, columnBlocks: 2, mode: 4 }, [110, 40, 7]],
    ['every_mode', { vectors: 1, group: 1, rowTiles: 1, columnBlocks: 1, mode: 2 }, [0, 0, 0]],
    ['every_mode', { vectors: 8, group: 8, rowTiles: 2, columnBlocks: 3, mode: 8 }, [0, 0, 0]],
    ['one_channel', { vectors: 5, group: 1, rowTiles: 7, columnBlocks: 2, mode: 8 }, [1, 2, 1]],
    ['one_pe', { vectors: 7, group: 3, rowTiles: 1, columnBlocks: 4, mode: 2 }, [3, 1, 2]],
    ['oblong', { vectors: 30, group: 12, rowTiles: 4, columnBlocks: 2, mode: 2 }, [290, 90, 6]],
    ['fixed8', { vectors: 9, group: 4, rowTiles: 35, columnBlocks: 1, mode: 8 }, [40, 30, 4]],
    ['fixed5', { vectors: 9, group: 8, rowTiles: 2, columnBlocks: 2, mode: 5 }, [38, 131_070, 3]],
  ] as const)('%s, %o', async (name, sizes, bases) => {
    const { cycles, ideal, within } = await tryLayer(name, {
      ...sizes,
      bases,
      relu: sizes.mode === 4,
    });
    // One cycle sets the run up, one reads its first beats. Steps beyond a buffer take more.
    if (within) expect(cycles).toBe(ideal + 2);
    expect(cycles).toBeLessThanOrEqual(ideal + 16);
  });
});
