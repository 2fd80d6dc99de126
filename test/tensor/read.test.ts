import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inShapeOrder, readTensor, row } from '../../tensor/index.ts';
import { npyBytes } from '../../tensor/write-npy.ts';
import { dataAbsent, sharedData } from '../support/shared-data.ts';
import {
  concat,
  f32,
  npy,
  onnxModel,
  onnxNode,
  onnxTensor,
  safetensors,
} from '../support/tensor-files.ts';

let base: string;
beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'logposit-tensor-'));
});
afterAll(() => rmSync(base, { recursive: true }));

function file(name: string, bytes: Uint8Array): string {
  mkdirSync(dirname(join(base, name)), { recursive: true });
  writeFileSync(join(base, name), bytes);
  return name;
}

interface DtypeCase {
  readonly npy?: string;
  readonly safe: string;
  readonly onnx: number;
  readonly bytes: number;
  /** Little-endian words and the values they stand for. */
  readonly words: readonly bigint[];
  readonly values: readonly number[];
}

const F64_BITS = new BigUint64Array(Float64Array.of(1e300, -0.1).buffer);
const F32_BITS = new Uint32Array(Float32Array.of(1.5, -1e-40).buffer);

const DTYPES: readonly DtypeCase[] = [
  {
    npy: 'f2',
    safe: 'F16',
    onnx: 10,
    bytes: 2,
    words: [0x3c00n, 0xc000n, 0x0001n, 0x7bffn, 0x3555n, 0x83ffn],
    values: [1, -2, 2 ** -24, 65504, 0x555 * 2 ** -12, -1023 * 2 ** -24],
  },
  {
    safe: 'BF16',
    onnx: 16,
    bytes: 2,
    words: [0x3f80n, 0xc049n],
    values: [1, -3.140625],
  },
  {
    npy: 'f4',
    safe: 'F32',
    onnx: 1,
    bytes: 4,
    words: [...F32_BITS].map(BigInt),
    values: [1.5, Math.fround(-1e-40)],
  },
  { npy: 'f8', safe: 'F64', onnx: 11, bytes: 8, words: [...F64_BITS], values: [1e300, -0.1] },
  { npy: 'i1', safe: 'I8', onnx: 3, bytes: 1, words: [0x80n, 0x7fn], values: [-128, 127] },
  { npy: 'i2', safe: 'I16', onnx: 5, bytes: 2, words: [0x8000n, 2n], values: [-32768, 2] },
  { npy: 'i4', safe: 'I32', onnx: 6, bytes: 4, words: [0x8000_0000n, 3n], values: [-(2 ** 31), 3] },
  {
    npy: 'i8',
    safe: 'I64',
    onnx: 7,
    bytes: 8,
    words: [0xffff_ffff_ffff_fffen, 2n ** 53n - 1n],
    values: [-2, 2 ** 53 - 1],
  },
  { npy: 'u1', safe: 'U8', onnx: 2, bytes: 1, words: [0x80n, 0xffn], values: [128, 255] },
  { npy: 'u2', safe: 'U16', onnx: 4, bytes: 2, words: [0x8000n, 1n], values: [32768, 1] },
  {
    npy: 'u4',
    safe: 'U32',
    onnx: 12,
    bytes: 4,
    words: [0xffff_ffffn, 1n],
    values: [2 ** 32 - 1, 1],
  },
  { npy: 'u8', safe: 'U64', onnx: 13, bytes: 8, words: [2n ** 40n, 1n], values: [2 ** 40, 1] },
];

function wordBytes(words: readonly bigint[], bytes: number, littleEndian: boolean): Uint8Array {
  const all = words.map((word) => {
    const each = Array.from({ length: bytes }, (_, at) => Number((word >> BigInt(8 * at)) & 255n));
    return littleEndian ? each : each.reverse();
  });
  return Uint8Array.from(all.flat());
}

describe.each(DTYPES)('$safe', ({ npy: code, safe, onnx, bytes, words, values }) => {
  const little = wordBytes(words, bytes, true);
  const kind = safe.includes('F') ? 'real' : 'integer';
  const expected = { kind, channels: 1, depth: values.length, values: Float64Array.from(values) };

  test.skipIf(code === undefined)('from .npy, either byte order, every version', async () => {
    for (const version of [1, 2, 3]) {
      for (const order of ['<', '>']) {
        const data = order === '<' ? little : wordBytes(words, bytes, false);
        const shape = `(${values.length},)`;
        const name = file('t.npy', npy({ descr: `${order}${code}`, shape, data, version }));
        expect(await readTensor(name, { base })).toMatchObject(expected);
      }
    }
  });

  test('from .safetensors', async () => {
    const entry = { dtype: safe, shape: [values.length], data_offsets: [0, little.length] };
    const header = { __metadata__: { format: 'pt' }, 'a.b': entry };
    const name = file('t.safetensors', safetensors(header, little));
    expect(await readTensor(`${name}#a.b`, { base })).toMatchObject(expected);
  });

  test('from .onnx, raw', async () => {
    const tensor = onnxTensor({ dims: [values.length], type: onnx, raw: little });
    const name = file('t.onnx', onnxModel({ tensors: [tensor] }));
    expect(await readTensor(`${name}#w`, { base })).toMatchObject(expected);
  });
});

/** Packed varints of a repeated integer field; negative ones are 64-bit two's complement. */
function varints(values: readonly number[]): Uint8Array {
  const bytes = values.flatMap((value) => {
    const out: number[] = [];
    let rest = BigInt.asUintN(64, BigInt(value));
    for (; rest > 127n; rest >>= 7n) out.push(Number(rest & 127n) + 128);
    return [...out, Number(rest)];
  });
  return Uint8Array.from(bytes);
}

test.each([
  ['float32', 1, 4, f32(1.5, -2), [1.5, -2]],
  ['float64', 11, 10, new Uint8Array(Float64Array.of(0.1, -2).buffer), [0.1, -2]],
  ['float16', 10, 5, varints([0x3c00, 0xc000]), [1, -2]],
  ['bfloat16', 16, 5, varints([0x3f80, 0xc000]), [1, -2]],
  ['int8', 3, 5, varints([-128, 5]), [-128, 5]],
  ['int32', 6, 5, varints([-(2 ** 31), 5]), [-(2 ** 31), 5]],
  ['int64', 7, 7, varints([-3, 2 ** 50]), [-3, 2 ** 50]],
  ['uint64', 13, 11, varints([3, 2 ** 50]), [3, 2 ** 50]],
] as const)('%s listed value by value in .onnx', async (_, type, field, packed, values) => {
  const tensor = onnxTensor({ dims: [2], type, listed: { field, packed } });
  const name = file('listed.onnx', onnxModel({ tensors: [tensor] }));
  const { values: read } = await readTensor(`${name}#w`, { base });
  expect([...read]).toEqual(values);
});

test('a listed value that its type cannot hold is refused', async () => {
  const listed = { field: 5, packed: varints([300]) };
  const name = file(
    'wide.onnx',
    onnxModel({ tensors: [onnxTensor({ dims: [1], type: 2, listed })] }),
  );
  await expect(readTensor(`${name}#w`, { base })).rejects.toThrow(
    'wide.onnx: the value at position 0 is 300, no uint8',
  );
});

describe('orientation', () => {
  const rows = [
    [1, 2, 3],
    [4, 5, 6],
  ];

  test('axis 0 by default, Fortran order put right', async () => {
    const c = file('c.npy', npy({ shape: '(2, 3)', data: f32(...rows.flat()) }));
    const f = file('f.npy', npy({ shape: '(2, 3)', fortran: true, data: f32(1, 4, 2, 5, 3, 6) }));
    const tensor = await readTensor(c, { base });
    expect(tensor).toMatchObject({ axis: 0, channels: 2, depth: 3, shape: [2, 3] });
    expect([...row(tensor, 1)]).toEqual(rows[1]);
    expect((await readTensor(f, { base })).hash).toBe(tensor.hash);
  });

  test('another axis, and back', async () => {
    const data = f32(...Array.from({ length: 24 }, (_, index) => index));
    const name = file('d.npy', npy({ shape: '(2, 3, 4)', data }));
    const tensor = await readTensor(name, { base, axis: 1 });
    expect(tensor).toMatchObject({ channels: 3, depth: 8 });
    expect([...row(tensor, 1)]).toEqual([4, 5, 6, 7, 16, 17, 18, 19]);
    expect([...inShapeOrder(tensor, tensor.values)]).toEqual([...Array(24).keys()]);
  });

  test('a vector is one channel, or a column with --axis 0', async () => {
    const name = file('v.npy', npy({ shape: '(3,)', data: f32(1, 2, 3) }));
    expect(await readTensor(name, { base })).toMatchObject({ channels: 1, depth: 3 });
    expect(await readTensor(name, { base, axis: 0 })).toMatchObject({ channels: 3, depth: 1 });
  });
});

describe('the channel axis of an ONNX initializer', () => {
  const square = [2, 3, 4, 5];

  async function axisFor(nodes: readonly Uint8Array[], dims: readonly number[]) {
    const count = dims.reduce((a, b) => a * b, 1);
    const raw = f32(...Array.from({ length: count }, (_, index) => index));
    const name = file('axis.onnx', onnxModel({ nodes, tensors: [onnxTensor({ dims, raw })] }));
    return (await readTensor(`${name}#w`, { base })).axis;
  }

  test.each([
    ['Gemm', 1, {}, [2, 3], 1],
    ['Gemm', 1, { transB: 1 }, [2, 3], 0],
    ['Gemm', 0, {}, [2, 3], 0],
    ['Gemm', 0, { transA: 1 }, [2, 3], 1],
    ['Gemm', 2, {}, [2, 3], 0],
    ['MatMul', 1, {}, [2, 3], 1],
    ['MatMul', 1, {}, [2, 3, 4], 2],
    ['MatMul', 0, {}, [2, 3, 4], 1],
    ['Conv', 1, {}, square, 0],
    ['ConvTranspose', 1, {}, square, 1],
    ['Add', 1, {}, square, 0],
  ] as const)('%s, input %i, %o', async (operator, place, attributes, dims, axis) => {
    const inputs = ['x', 'x', 'x'].with(place, 'w');
    expect(await axisFor([onnxNode({ operator, inputs, attributes })], dims)).toBe(axis);
  });

  test('is followed through casts and transpositions', async () => {
    const nodes = [
      onnxNode({ operator: 'Cast', inputs: ['w'], outputs: ['a'] }),
      onnxNode({
        operator: 'Transpose',
        inputs: ['a'],
        outputs: ['b'],
        attributes: { perm: [1, 2, 0] },
      }),
      onnxNode({ operator: 'MatMul', inputs: ['x', 'b'] }),
    ];
    expect(await axisFor(nodes, [2, 3, 4])).toBe(0);
  });

  test('is followed through 20000 nodes in a row, and a circle ends', async () => {
    const last = 20_000;
    const nodes = Array.from({ length: last }, (_, at) =>
      onnxNode({
        operator: 'Identity',
        inputs: [at === 0 ? 'w' : `t${at}`],
        outputs: [`t${at + 1}`],
      }),
    );
    const back = onnxNode({ operator: 'Identity', inputs: [`t${last}`], outputs: ['w'] });
    const use = onnxNode({ operator: 'MatMul', inputs: ['x', `t${last}`] });
    expect(await axisFor([...nodes, back, use], [2, 3])).toBe(1);
  });

  test('is asked for where a transposed convolution works in groups', async () => {
    const node = onnxNode({
      operator: 'ConvTranspose',
      inputs: ['x', 'w'],
      attributes: { group: 2 },
    });
    await expect(axisFor([node], square)).rejects.toThrow('works in groups');
  });
});

test('values of constant nodes', async () => {
  const value = onnxTensor({ dims: [2], raw: f32(1, 2) });
  const node = onnxNode({ operator: 'Constant', outputs: ['c'], attributes: { value } });
  const name = file('constant.onnx', onnxModel({ nodes: [node] }));
  expect([...(await readTensor(`${name}#c`, { base })).values]).toEqual([1, 2]);
});

test('external data beside the model, and not through a link that leads away', async () => {
  file('model/w.bin', concat([9, 9, 9, 9], f32(1, 2)));
  const external = { location: 'w.bin', offset: '4', length: '8' };
  const tensors = [onnxTensor({ dims: [2], external })];
  const name = file('model/m.onnx', onnxModel({ tensors }));
  expect([...(await readTensor(`${name}#w`, { base })).values]).toEqual([1, 2]);

  file('elsewhere.bin', f32(1, 2));
  symlinkSync(join(base, 'elsewhere.bin'), join(base, 'model/link.bin'));
  const away = [onnxTensor({ dims: [2], external: { location: 'link.bin' } })];
  const other = file('model/away.onnx', onnxModel({ tensors: away }));
  await expect(readTensor(`${other}#w`, { base })).rejects.toThrow('must be a path below');
});

test('what npyBytes writes is read back', async () => {
  for (const [type, extreme, kind] of [
    ['uint8', 255, 'integer'],
    ['uint16', 65535, 'integer'],
    ['float32', -1.5 * 2 ** -140, 'real'],
  ] as const) {
    const values = [0, 1, extreme, 7, 8, 9];
    const name = file('words.npy', npyBytes(values, [3, 2], type));
    const tensor = await readTensor(name, { base });
    expect(tensor).toMatchObject({ kind, shape: [3, 2] });
    expect([...tensor.values]).toEqual(values);
  }
});

/** Networks that are not part of the product. */
describe.each([
  ['kws_dscnn.onnx#pw1/conv.weight', [64, 64, 1, 1], 64, 64],
  ['vit_mnist.onnx#encoder.0.attn.qkv.weight_T', [32, 96], 96, 32],
  ['resnet8.onnx#fc.weight', [10, 64], 10, 64],
  ['wakeword.onnx#dw4.weight', [128, 1, 15, 1], 128, 15],
] as const)('%s', (reference, shape, channels, depth) => {
  test.skipIf(dataAbsent !== '')(`shape and channels${dataAbsent}`, async () => {
    const tensor = await readTensor(join(sharedData, reference));
    expect(tensor).toMatchObject({ shape, channels, depth, kind: 'real' });
  });
});
