import { describe, expect, test } from 'vitest';
import { beatsOfRun } from '../../../sim/accelerator/host.ts';
import { layerRegisters } from '../../../sim/accelerator/layer-run.ts';
import { AcceleratorModel } from '../../../sim/accelerator/model.ts';
import { REGISTER } from '../../../sim/accelerator/registers.ts';
import { filled } from '../../../sim/accelerator/stimulus/layers.ts';
import { acceleratorSubject } from '../../../sim/accelerator/subject.ts';
import { createRandom } from '../../../sim/random.ts';
import { emittedArray } from '../fixtures/emitted-array.ts';

const subject = acceleratorSubject(
  emittedArray({
    array: { rows: 2, cols: 3, modes: [8, 2], maxEs: 1, vectors: 4 },
    accumulator: { startMax: 100 },
    accelerator: { weightRows: 20, activations: 30, channelSets: 5 },
  }),
);
const OKAY = { response: 0, started: null };
const SLVERR = { response: 2, started: null };

describe('registers', () => {
  const model = new AcceleratorModel(subject);
  const write = (address: number, word: number, strobes = 15) =>
    model.write(address, word, strobes);
  const read = (address: number) => model.read(address);

  test('what the hardware is', () => {
    expect(read(0x000)).toEqual({ response: 0, data: 0x4c504131 });
    expect(read(0x004).data).toBe(2 + 3 * 256 + 4 * 2 ** 16 + 1 * 2 ** 20);
    expect([0x008, 0x00c, 0x010, 0x014].map((at) => read(at).data)).toEqual([4, 20, 30, 5]);
    expect(write(0x000, 0x4c504131, 0)).toEqual(SLVERR);
  });

  test('after a reset', () => {
    const kept = [0x020, 0x024, 0x028, 0x040, 0x044, 0x048, 0x04c, 0x050, 0x054, 0x058, 0x05c];
    expect(kept.map((at) => read(at).data)).toEqual([
      ...[0, 0, 0, 8, 0xf00, 0xf00, 0xf00],
      ...[0, 1, 1, 1],
    ]);
  });

  test.each([
    ['a mode that is not built', 0x040, 4],
    ['es above the largest', 0x048, 0x702],
    ['bits between the fields', 0x04c, 0x010],
    ['no vectors', 0x054, 0],
    ['too many vectors', 0x054, 2 ** 20],
    ['a group of more than a tile serves', 0x058, 5],
    ['a base behind the buffer', 0x064, 20],
    ['a write place behind the buffer', 0x088, 5],
    ['no register', 0x01c, 0],
    ['a bit of CONTROL that is none', 0x020, 5],
  ])('%s is refused and changes nothing', (_, address, word) => {
    const before = read(address);
    expect(write(address, word)).toEqual(SLVERR);
    expect(read(address)).toEqual(before);
  });

  test('bytes without a strobe stay, and the merged word is judged', () => {
    expect(write(0x044, 0x701)).toEqual(OKAY);
    expect(write(0x044, 0xffff_02ff, 2)).toEqual(OKAY);
    expect(read(0x047).data).toBe(0x201);
    expect(write(0x044, 0x0002, 1)).toEqual(SLVERR);
  });
});

describe('a run', () => {
  const random = createRandom(1, 'model');
  const model = new AcceleratorModel(subject);
  const counts = { vectors: 5, group: 4, rowTiles: 2, columnBlocks: 2 };
  const layer = filled(subject, counts, random);
  const bases = { weights: 17, activations: 29, channels: 4 };
  const beats = beatsOfRun(subject, layer, random);
  model.write(REGISTER.weightWrite, 17, 15);
  model.write(REGISTER.actWrite, 29, 15);
  model.write(REGISTER.channelWrite, 4, 15);
  for (const stream of ['weights', 'activations', 'channels'] as const) {
    for (const beat of beats[stream]) model.send(stream, beat);
  }
  for (const [address, word] of layerRegisters(layer, bases)) {
    expect(model.write(address, word, 15).response).toBe(0);
  }
  const { response, started } = model.write(REGISTER.control, 3, 15);

  test('gives a beat for each vector and block, and ends when it is waited for', () => {
    expect(response).toBe(0);
    expect(started?.beats).toHaveLength(10);
    expect(model.read(REGISTER.status).data).toBe(1);
    expect(model.write(REGISTER.control, 1, 15)).toEqual(SLVERR);
    expect(model.read(REGISTER.control).data).toBe(2);
    expect(model.irq).toBe(false);
    model.end();
    expect(model.read(REGISTER.status).data).toBe(2);
    expect(model.irq).toBe(true);
    model.write(REGISTER.status, 2, 14);
    expect(model.read(REGISTER.status).data).toBe(2);
    model.write(REGISTER.status, 2, 1);
    expect(model.irq).toBe(false);
  });

  test('write places wrap around', () => {
    const places = [REGISTER.weightWrite, REGISTER.actWrite, REGISTER.channelWrite];
    expect(places.map((at) => model.read(at).data)).toEqual([5, 9, 1]);
  });

  test('may take 16 cycles more than the array', () => {
    // Swaps of the tiles of 4 vectors in cycles 2, 6, 10, 14, of those of one vector in 18 and 20. The
    // last block's channel set has room in cycle 14 + 3 + 7 only: swaps in 25 and 27, a result 7 later.
    expect(started?.mostCycles).toBe(27 + 7 + 1 + 16);
  });
});
