import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readInputs, readLabels } from '../../network/inputs.ts';
import type { NetworkInput } from '../../network/network.ts';
import { concat, f32, npy } from '../support/tensor-files.ts';

let base: string;
beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'logposit-inputs-'));
});
afterAll(() => rmSync(base, { recursive: true }));

function file(name: string, bytes: Uint8Array): string {
  writeFileSync(join(base, name), bytes);
  return join(base, name);
}

const network = (...dims: NetworkInput['dims']) => ({ path: 'm.onnx', input: { name: 'x', dims } });
const SIX = f32(1, 2, 3, 4, 5, 6);
const VALUES = Float32Array.of(1, 2, 3, 4, 5, 6);

describe('inputs', () => {
  test.each([
    ['<f4', SIX],
    ['>f4', concat(...[1, 2, 3, 4, 5, 6].map((x) => f32(x).reverse()))],
    ['<f8', new Uint8Array(Float64Array.from(VALUES).buffer)],
    ['<f2', new Uint8Array(Uint16Array.of(0x3c00, 0x4000, 0x4200, 0x4400, 0x4500, 0x4600).buffer)],
  ])('from .npy of %s', async (descr, data) => {
    const path = file('x.npy', npy({ descr, shape: '(2, 3)', data }));
    expect(await readInputs(path, network(null, 3))).toEqual({
      count: 2,
      dims: [3],
      values: VALUES,
    });
  });

  test.each([[[2, 1, 3]], [[-1, 1, 3]], [[2, 1, -1]]])(
    'from raw float32 of shape %j',
    async (shape) => {
      const path = file('x.bin', SIX);
      const inputs = await readInputs(path, network(null, 1, null), shape);
      expect(inputs).toEqual({ count: 2, dims: [1, 3], values: VALUES });
    },
  );

  test('for a network whose batch is fixed', async () => {
    const path = file('x.bin', SIX);
    expect((await readInputs(path, network(1, 3), [2, 3])).count).toBe(2);
    expect((await readInputs(path, network(2, 3), [2, 3])).count).toBe(2);
    await expect(readInputs(path, network(4, 3), [2, 3])).rejects.toThrow(
      'it has 2 inputs, but m.onnx takes 4 at a time',
    );
  });

  const shaped = (shape: string, data = SIX, descr = '<f4') => npy({ descr, shape, data });
  const bad = (
    kind: string,
    name: string,
    bytes: Uint8Array,
    shape: number[] | undefined,
    message: string,
  ) => ({
    kind,
    name,
    bytes,
    shape,
    message,
  });

  test.each([
    bad('usage', 'x.bin', SIX, undefined, 'x.bin is no .npy file: its shape is not known'),
    bad('usage', 'x.npy', shaped('(2, 3)'), [2, 3], 'x.npy says its shape itself'),
    bad(
      'input',
      'x.npy',
      shaped('(3, 2)'),
      undefined,
      'its shape is [3, 2], but "x" of m.onnx takes [N, 3]',
    ),
    bad(
      'input',
      'x.npy',
      shaped('(6,)'),
      undefined,
      'its shape is [6], but "x" of m.onnx takes [N, 3]',
    ),
    bad(
      'input',
      'x.npy',
      shaped('(2, 3)', new Uint8Array(6), '|u1'),
      undefined,
      'its values are of type uint8',
    ),
    bad('input', 'x.npy', SIX, undefined, 'it is no .npy file'),
    bad(
      'input',
      'x.npy',
      shaped('(2, 3)', f32(1, 2, 3, 4, Number.NaN, 6)),
      undefined,
      'the value at [1, 1], position 4 is NaN',
    ),
    bad(
      'input',
      'x.npy',
      shaped('(1, 3)', new Uint8Array(Float64Array.of(1, 1e39, 0).buffer), '<f8'),
      undefined,
      'the value 1e+39 at position 1 is beyond float32',
    ),
    bad(
      'input',
      'x.bin',
      f32(1, 2, Number.POSITIVE_INFINITY),
      [1, 3],
      'the value at [0, 2], position 2 is Infinity',
    ),
    bad('input', 'x.bin', SIX, [3, 3], 'float32 of shape [3, 3] needs 36 bytes, it has 24'),
    bad(
      'input',
      'x.bin',
      SIX,
      [-1, 5],
      'it has 24 bytes, which is no multiple of the 20 of one [5]',
    ),
    bad('input', 'x.bin', SIX, [-1, -1], 'the shape [-1, -1] has 2 open sizes'),
    bad('input', 'x.bin', SIX, [0, 3], 'the tensor is empty'),
    bad('input', 'x.bin', SIX, [-2, 3], 'the shape [-2, 3] is impossible'),
    bad('input', 'x.bin', SIX, [], 'the tensor is a scalar'),
    bad('input', 'x.bin', new Uint8Array(), [-1, 3], 'the file is empty'),
  ])('refused: $message', async ({ kind, name, bytes, shape, message }) => {
    const path = file(name, bytes);
    const error = await readInputs(path, network(null, 3), shape).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ name: 'Failure', kind });
    expect(String(error)).toContain(path);
    expect(String(error)).toContain(message);
  });

  test('refused: no file', async () => {
    const failure = readInputs(join(base, 'none.npy'), network(null, 3));
    await expect(failure).rejects.toMatchObject({ kind: 'input' });
  });
});

describe('labels', () => {
  test('are bytes, or integers of .npy in one column at most', async () => {
    expect(await readLabels(file('l.bin', Uint8Array.of(0, 9, 255)), 3)).toEqual(
      Uint8Array.of(0, 9, 255),
    );
    const long = new Uint8Array(BigInt64Array.of(0n, 70000n).buffer);
    for (const shape of ['(2,)', '(2, 1)']) {
      const path = file('l.npy', npy({ descr: '<i8', shape, data: long }));
      expect(await readLabels(path, 2)).toEqual(Int32Array.of(0, 70000));
    }
  });

  const integers = (...values: bigint[]) => new Uint8Array(BigInt64Array.from(values).buffer);

  test.each([
    ['l.bin', Uint8Array.of(1, 2), 'it has 2 bytes, but there are 3 inputs'],
    [
      'l.npy',
      npy({ descr: '<i8', shape: '(2,)', data: integers(1n, 2n) }),
      'it has 2 labels, but there are 3 inputs',
    ],
    [
      'l.npy',
      npy({ descr: '<i8', shape: '(3,)', data: integers(1n, -2n, 0n) }),
      'the label at position 1 is -2',
    ],
    [
      'l.npy',
      npy({ descr: '<i8', shape: '(3,)', data: integers(1n, 2n, 2n ** 31n) }),
      'the label at position 2 is 2147483648',
    ],
    ['l.npy', npy({ shape: '(3,)', data: f32(1, 2, 3) }), 'its values are of type float32'],
    [
      'l.npy',
      npy({ descr: '<i8', shape: '(1, 3)', data: integers(1n, 2n, 3n) }),
      'its shape is [1, 3]',
    ],
  ])('%s refused: %#', async (name, bytes, message) => {
    const error = await readLabels(file(name, bytes), 3).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'Failure', kind: 'input' });
    expect(String(error)).toContain(message);
  });
});
