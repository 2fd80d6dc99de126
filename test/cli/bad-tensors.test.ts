import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { packageRoot } from '../../system/package-root.ts';
import {
  concat,
  f32,
  key,
  npy,
  onnxModel,
  onnxNode,
  onnxTensor,
  safetensors,
  u64,
} from '../support/tensor-files.ts';
import {
  cliPath,
  type Ended,
  logposit,
  logpositEach,
  type Workplace,
  workplace,
} from './command-line.ts';

/** Each damaged tensor: one exact line on stderr, empty stdout, its exit code, little memory. */

let place: Workplace;
beforeEach(() => {
  place = workplace();
});
afterEach(() => place.dispose());

interface BadTensor {
  readonly title: string;
  readonly file: string;
  /** What follows the file in the reference. */
  readonly name?: string;
  /** Absent: there is no such file. */
  readonly bytes?: Uint8Array;
  readonly line: string;
  readonly options?: readonly string[];
}

const TWO_BY_THREE = npy({ shape: '(2, 3)', data: f32(1, -2, 3, 0.5, 4, 5) });
const ENTRY = { dtype: 'F32', shape: [2], data_offsets: [0, 8] };
const SAFE = safetensors({ w: ENTRY }, f32(1, 2));
const MODEL = onnxModel({
  nodes: [onnxNode({ operator: 'Gemm', inputs: ['x', 'fc.weight'] })],
  tensors: [onnxTensor({ name: 'fc.weight', dims: [2, 2], raw: f32(1, 2, 3, 4) })],
});
const HUGE = 2 ** 40;

function model(tensor: Uint8Array): Uint8Array {
  return onnxModel({ tensors: [tensor] });
}

function npyHeader(header: string): Uint8Array {
  return npy({ header, shape: '', data: f32(1) });
}

const DAMAGED_HEADER = 'its header is damaged: it must say descr, fortran_order and shape';
const NOT_SAFE = '(it is damaged or no .safetensors file)';
const READ_TYPES = '(float16, bfloat16, float32, float64 and integers of 8 to 64 bits are)';

/** Headers of .npy, one stray detail each, and what is said of it. */
const STRAY_HEADERS = [
  ["'<f4', 'fortran_order': False, 'shape': (1,)}@@@\n", '"@@@" follows its dictionary'],
  ["'<f4', 'fortran_order': False, 'shape': (1,)}", 'it must end in spaces and a line break'],
  ["'<f4', 'fortran_order': False, 'shape': (1,), 'x': 1}\n", 'it has the key "x"'],
  ["'<f4', 'fortran_order': False, 'shape': (1,), 'shape': (1,)}\n", 'it says shape twice'],
  [
    "'<f4', 'fortran_order': True, 'fortran_order': False, 'shape': (1,)}\n",
    'it says fortran_order twice',
  ],
] as const;

const STRAY_SHAPES = ['(,,2,,3)', '(02,03)', '(2 3)', '(6)', '(2,,3)'];
/** Names that every object of JavaScript has. */
const INHERITED = ['constructor', '__proto__', 'toString'];

const BAD_TENSORS: readonly BadTensor[] = [
  // .npy
  { title: 'empty', file: 'w.npy', bytes: new Uint8Array(), line: 'w.npy: the file is empty' },
  {
    title: 'ends in the magic number',
    file: 'w.npy',
    bytes: TWO_BY_THREE.subarray(0, 4),
    line: 'w.npy: it is no .npy file: it starts otherwise',
  },
  {
    title: 'ends before the header length',
    file: 'w.npy',
    bytes: TWO_BY_THREE.subarray(0, 9),
    line: 'w.npy: it ends after 9 bytes, 10 are needed',
  },
  {
    title: 'ends in the header',
    file: 'w.npy',
    bytes: TWO_BY_THREE.subarray(0, 40),
    line: 'w.npy: it ends after 40 bytes, 70 are needed',
  },
  {
    title: 'ends in the data',
    file: 'w.npy',
    bytes: TWO_BY_THREE.subarray(0, TWO_BY_THREE.length - 5),
    line: 'w.npy: float32 of shape [2, 3] needs 24 bytes of data, the file has 19',
  },
  {
    title: 'goes on after the data',
    file: 'w.npy',
    bytes: concat(TWO_BY_THREE, [0]),
    line: 'w.npy: float32 of shape [2, 3] needs 24 bytes of data, the file has 25',
  },
  {
    title: 'another magic number',
    file: 'w.npy',
    bytes: new TextEncoder().encode('1.0, 2.0, 3.0\n'),
    line: 'w.npy: it is no .npy file: it starts otherwise',
  },
  {
    title: 'gzip inside',
    file: 'w.npy',
    bytes: gzipSync(TWO_BY_THREE),
    line: 'w.npy: it is gzip-compressed (unpack it with gunzip)',
  },
  {
    title: 'zip inside',
    file: 'w.npy',
    bytes: new TextEncoder().encode('PK\u0003\u0004 and more'),
    line: 'w.npy: it is a zip archive (unpack it with unzip, its members are .npy)',
  },
  {
    title: 'a version of the future',
    file: 'w.npy',
    bytes: npy({ shape: '(1,)', data: f32(1), version: 9 }),
    line: 'w.npy: .npy version 9.0 is not known, only 1.0, 2.0 and 3.0',
  },
  {
    title: 'a header that claims gigabytes',
    file: 'w.npy',
    bytes: concat([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 2, 0, 255, 255, 255, 255], f32(1)),
    line: 'w.npy: its header claims 4294967295 bytes',
  },
  {
    title: 'a header that is no dictionary',
    file: 'w.npy',
    bytes: npyHeader('hello'),
    line: `w.npy: ${DAMAGED_HEADER} ("hello")`,
  },
  {
    title: 'a header without its shape',
    file: 'w.npy',
    bytes: npyHeader("{'descr': '<f4', 'fortran_order': False}\n"),
    line: `w.npy: ${DAMAGED_HEADER} ("{'descr': '<f4', 'fortran_order': False}")`,
  },
  {
    title: 'a negative size',
    file: 'w.npy',
    bytes: npy({ shape: '(-2, 3)', data: f32(1) }),
    line: 'w.npy: its header is damaged: the shape "(-2, 3)" is no tuple of sizes',
  },
  {
    title: 'sizes whose product is beyond everything',
    file: 'w.npy',
    bytes: npy({ shape: `(${HUGE}, ${HUGE})`, data: f32(1) }),
    line: `w.npy: the shape [${HUGE}, ${HUGE}] means ${HUGE * HUGE} values, more than the 268435456 that are read`,
  },
  {
    title: 'a size beyond the file',
    file: 'w.npy',
    bytes: npy({ shape: '(200000000,)', data: f32(1) }),
    line: 'w.npy: float32 of shape [200000000] needs 800000000 bytes of data, the file has 4',
  },
  {
    title: 'a size of zero',
    file: 'w.npy',
    bytes: npy({ shape: '(0, 3)', data: f32() }),
    line: 'w.npy: the tensor is empty: shape [0, 3]',
  },
  {
    title: 'a scalar',
    file: 'w.npy',
    bytes: npy({ shape: '()', data: f32(1) }),
    line: 'w.npy: the tensor is a scalar: it has no axes',
  },
  {
    title: 'booleans',
    file: 'w.npy',
    bytes: npy({ descr: '|b1', shape: '(4,)', data: f32(1) }),
    line: 'w.npy: values of type "|b1" are not read (float16, float32, float64 and integers of 8 to 64 bits are)',
  },
  {
    title: 'records',
    file: 'w.npy',
    bytes: npyHeader("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,)}\n"),
    line: 'w.npy: its values are records, not numbers',
  },
  {
    title: 'NaN',
    file: 'w.npy',
    bytes: npy({ shape: '(2, 3)', data: f32(1, 2, 3, 4, Number.NaN, 6) }),
    line: 'w.npy: the value at [1, 1], position 4 is NaN: only finite numbers are allowed',
  },
  {
    title: 'infinities in Fortran order',
    file: 'w.npy',
    bytes: npy({ shape: '(2, 3)', fortran: true, data: f32(1, 2, -Infinity, 4, 5, Infinity) }),
    line: 'w.npy: the value at [0, 1], position 1 is -Infinity, and 1 more such value: only finite numbers are allowed',
  },
  {
    title: 'an integer beyond 2^53',
    file: 'w.npy',
    bytes: npy({ descr: '<u8', shape: '(2,)', data: concat(u64(1), u64(2n ** 53n + 1n)) }),
    line: 'w.npy: the uint64 at [1], position 1 is beyond 2^53 in magnitude',
  },
  {
    title: 'integers, which are words already',
    file: 'w.npy',
    bytes: npy({ descr: '|u1', shape: '(4,)', data: f32(1) }),
    line: 'w.npy holds integers, which are taken for words of a format already (fit needs floating-point values)',
  },
  {
    title: 'nothing but zeros',
    file: 'w.npy',
    bytes: npy({ shape: '(2,)', data: f32(0, -0) }),
    line: 'w.npy holds only zeros: every format holds them exactly',
  },
  {
    title: 'an axis that is not there',
    file: 'w.npy',
    bytes: TWO_BY_THREE,
    options: ['--axis', '2'],
    line: 'w.npy: axis 2 is not in the shape [2, 3] (axes are 0 to 1)',
  },
  {
    title: 'a name where there are none',
    file: 'w.npy',
    name: '#w',
    bytes: TWO_BY_THREE,
    line: 'w.npy holds one tensor: leave out "#w"',
  },
  ...STRAY_HEADERS.map(([rest, reason]) => ({
    title: `a header of which is said: ${reason}`,
    file: 'w.npy',
    bytes: npyHeader(`{'descr': ${rest}`),
    line: `w.npy: its header is damaged: ${reason}`,
  })),
  ...STRAY_SHAPES.map((shape) => ({
    title: `the shape ${shape}`,
    file: 'w.npy',
    bytes: npy({ shape, data: f32(1, 2, 3, 4, 5, 6) }),
    line: `w.npy: its header is damaged: the shape "${shape}" is no tuple of sizes`,
  })),
  ...['|f8', ...INHERITED.map((name) => `<${name}`)].map((descr) => ({
    title: `the type ${descr}`,
    file: 'w.npy',
    bytes: npy({ descr, shape: '(1,)', data: f32(1, 2) }),
    line: `w.npy: values of type "${descr}" are not read (float16, float32, float64 and integers of 8 to 64 bits are)`,
  })),
  {
    title: 'a version between two known ones',
    file: 'w.npy',
    bytes: npy({ shape: '(1,)', data: f32(1) }).with(7, 9),
    line: 'w.npy: .npy version 1.9 is not known, only 1.0, 2.0 and 3.0',
  },

  // .safetensors
  ...INHERITED.map((dtype) => ({
    title: `the type ${dtype}`,
    file: 'w.safetensors',
    name: '#w',
    bytes: safetensors({ w: { ...ENTRY, dtype } }, f32(1, 2)),
    line: `w.safetensors: "w" has values of type "${dtype}", which are not read (F16, BF16, F32, F64, I8, I16, I32, I64, U8, U16, U32, U64 are)`,
  })),
  {
    title: 'empty',
    file: 'w.safetensors',
    name: '#w',
    bytes: new Uint8Array(),
    line: 'w.safetensors: the file is empty',
  },
  {
    title: 'shorter than a header length',
    file: 'w.safetensors',
    name: '#w',
    bytes: SAFE.subarray(0, 5),
    line: 'w.safetensors: it is no .safetensors file: it is too short',
  },
  {
    title: 'ends in the header',
    file: 'w.safetensors',
    name: '#w',
    bytes: SAFE.subarray(0, 30),
    line: `w.safetensors: its header claims 54 bytes, 22 follow ${NOT_SAFE}`,
  },
  {
    title: 'a header that claims exabytes',
    file: 'w.safetensors',
    name: '#w',
    bytes: concat(u64(2n ** 62n), [1, 2, 3]),
    line: `w.safetensors: its header claims 4611686018427388000 bytes, 3 follow ${NOT_SAFE}`,
  },
  {
    title: 'a header that is no JSON',
    file: 'w.safetensors',
    name: '#w',
    bytes: safetensors('{ "w": ', f32(1)),
    line: `w.safetensors: its header is no JSON object ${NOT_SAFE}`,
  },
  {
    title: 'a header nested without end',
    file: 'w.safetensors',
    name: '#w',
    bytes: safetensors(`{"w": ${'['.repeat(500_000)}${']'.repeat(500_000)}}`, f32(1)),
    line: `w.safetensors: its header is no JSON object ${NOT_SAFE}`,
  },
  ...['\uFEFF{}', ' {}', '[]', '{"w": 1}{}'].map((header) => ({
    title: `the header ${JSON.stringify(header)}`,
    file: 'w.safetensors',
    name: '#w',
    bytes: safetensors(header, f32()),
    line: `w.safetensors: its header is no JSON object ${NOT_SAFE}`,
  })),
  ...[
    ['w', `{"w": ${JSON.stringify(ENTRY)}, "\\u0077": ${JSON.stringify(ENTRY)}}`],
    ['shape', '{"w": {"dtype": "F32", "shape": [3], "shape": [2], "data_offsets": [0, 8]}}'],
    ['a', `{"__metadata__": {"a": "b", "c": "a", "a": "d"}, "w": ${JSON.stringify(ENTRY)}}`],
  ].map(([twice = '', header]) => ({
    title: `a header with ${twice} twice`,
    file: 'w.safetensors',
    name: '#w',
    bytes: safetensors(header, f32(1, 2)),
    line: `w.safetensors: its header has the key "${twice}" twice in one object`,
  })),
  {
    title: 'data that ends beyond the file',
    file: 'w.safetensors',
    name: '#w',
    bytes: SAFE.subarray(0, SAFE.length - 3),
    line: 'w.safetensors: the data of "w" ends at byte 8, the file holds 5 bytes of data',
  },
  {
    title: 'tensors that overlap',
    file: 'w.safetensors',
    name: '#w',
    bytes: safetensors({ w: ENTRY, v: { ...ENTRY, data_offsets: [4, 12] } }, f32(1, 2, 3)),
    line: 'w.safetensors: "v" overlaps "w"',
  },
  {
    title: 'a gap between tensors',
    file: 'w.safetensors',
    name: '#w',
    bytes: safetensors({ w: { ...ENTRY, data_offsets: [4, 12] } }, f32(1, 2, 3)),
    line: 'w.safetensors: bytes 0 to 4 of the data belong to no tensor',
  },
  {
    title: 'a negative offset',
    file: 'w.safetensors',
    name: '#w',
    bytes: safetensors({ w: { ...ENTRY, data_offsets: [-8, 0] } }, f32(1, 2)),
    line: 'w.safetensors: "w" has no valid "data_offsets"',
  },
  {
    title: 'offsets the wrong way round',
    file: 'w.safetensors',
    name: '#w',
    bytes: safetensors({ w: { ...ENTRY, data_offsets: [8, 0] } }, f32(1, 2)),
    line: 'w.safetensors: the data of "w" ends before it begins: 8 to 0',
  },
  {
    title: 'a shape of another size than its data',
    file: 'w.safetensors',
    name: '#w',
    bytes: safetensors({ w: { ...ENTRY, shape: [3] } }, f32(1, 2)),
    line: 'w.safetensors: "w", F32 of shape [3], needs 12 bytes, its offsets give 8',
  },
  {
    title: 'a declared petabyte',
    file: 'w.safetensors',
    name: '#w',
    bytes: safetensors({ w: { ...ENTRY, shape: [HUGE], data_offsets: [0, 4 * HUGE] } }, f32(1)),
    line: `w.safetensors: the data of "w" ends at byte ${4 * HUGE}, the file holds 4 bytes of data`,
  },
  {
    title: 'an 8-bit floating-point type',
    file: 'w.safetensors',
    name: '#w',
    bytes: safetensors({ w: { dtype: 'F8_E4M3', shape: [8], data_offsets: [0, 8] } }, f32(1, 2)),
    line: 'w.safetensors: "w" has values of type "F8_E4M3", which are not read (F16, BF16, F32, F64, I8, I16, I32, I64, U8, U16, U32, U64 are)',
  },
  {
    title: 'no name',
    file: 'w.safetensors',
    bytes: SAFE,
    line: 'w.safetensors: it holds 1 tensor: say which with #NAME ("w")',
  },
  {
    title: 'a name that is not there',
    file: 'w.safetensors',
    name: '#layer.weight',
    bytes: SAFE,
    line: 'w.safetensors: it has no tensor "layer.weight" among its 1 tensor (e.g. "w")',
  },

  // .onnx
  {
    title: 'empty',
    file: 'm.onnx',
    name: '#w',
    bytes: new Uint8Array(),
    line: 'm.onnx: the file is empty',
  },
  {
    title: 'text',
    file: 'm.onnx',
    name: '#w',
    bytes: new TextEncoder().encode('hello, world\n'),
    line: 'm.onnx: it is no intact ONNX model: ModelProto: invalid wire type 4 at offset 3',
  },
  {
    title: 'ends in the graph',
    file: 'm.onnx',
    name: '#fc.weight',
    bytes: MODEL.subarray(0, MODEL.length - 10),
    line: 'm.onnx: it is no intact ONNX model: ModelProto: it ends inside a field',
  },
  {
    title: 'no graph',
    file: 'm.onnx',
    name: '#w',
    bytes: MODEL.subarray(0, 2),
    line: 'm.onnx: it is no ONNX model: it has no graph',
  },
  {
    title: 'a graph of another wire type',
    file: 'm.onnx',
    name: '#w',
    bytes: Uint8Array.of(key(7, 0), 1),
    line: 'm.onnx: it is no intact ONNX model: field 7 of ModelProto has wire type 0',
  },
  {
    title: 'groups nested without end',
    file: 'm.onnx',
    name: '#w',
    bytes: new Uint8Array(1_000_000).fill(key(2, 3)),
    line: 'm.onnx: it is no intact ONNX model: ModelProto: max depth exceeded',
  },
  {
    title: 'a field that claims two gigabytes',
    file: 'm.onnx',
    name: '#w',
    bytes: Uint8Array.of(key(7, 2), 255, 255, 255, 255, 7, 1, 2),
    line: 'm.onnx: it is no intact ONNX model: ModelProto: it ends inside a field',
  },
  {
    title: 'a length that is none',
    file: 'm.onnx',
    name: '#w',
    bytes: new Uint8Array(40).fill(255),
    line: 'm.onnx: it is no intact ONNX model: ModelProto: invalid tag encoding',
  },
  {
    title: 'a misspelt name',
    file: 'm.onnx',
    name: '#fc.weigth',
    bytes: MODEL,
    line: 'm.onnx: it has no tensor "fc.weigth" among its 1 tensor (did you mean "fc.weight"?)',
  },
  {
    title: 'no name',
    file: 'm.onnx',
    bytes: MODEL,
    line: 'm.onnx: it holds 1 tensor: say which with #NAME ("fc.weight")',
  },
  {
    title: 'no tensors',
    file: 'm.onnx',
    name: '#w',
    bytes: onnxModel({ nodes: [onnxNode({ operator: 'Relu' })] }),
    line: 'm.onnx: it holds no tensors',
  },
  {
    title: 'two tensors of one name',
    file: 'm.onnx',
    name: '#w',
    bytes: onnxModel({ tensors: [onnxTensor({ dims: [1] }), onnxTensor({ dims: [1] })] }),
    line: 'm.onnx: it has two tensors named "w"',
  },
  {
    title: 'a shape of another size than the raw data',
    file: 'm.onnx',
    name: '#w',
    bytes: model(onnxTensor({ dims: [3], raw: f32(1, 2) })),
    line: 'm.onnx: float32 of shape [3] needs 12 bytes of data, it has 8',
  },
  {
    title: 'a shape of another size than the listed values',
    file: 'm.onnx',
    name: '#w',
    bytes: model(onnxTensor({ dims: [3], listed: { field: 4, packed: f32(1, 2) } })),
    line: 'm.onnx: the shape [3] needs 3 values, it has 2',
  },
  {
    title: 'listed values without end',
    file: 'm.onnx',
    name: '#w',
    bytes: model(onnxTensor({ dims: [3], listed: { field: 4, packed: f32(1, 2).subarray(1) } })),
    line: 'm.onnx: it is no intact ONNX model: TensorProto: it ends inside a field',
  },
  {
    title: 'a declared terabyte',
    file: 'm.onnx',
    name: '#w',
    bytes: model(onnxTensor({ dims: [HUGE], raw: f32(1) })),
    line: `m.onnx: the shape [${HUGE}] means ${HUGE} values, more than the 268435456 that are read`,
  },
  {
    title: 'a declared gigabyte of listed values',
    file: 'm.onnx',
    name: '#w',
    bytes: model(onnxTensor({ dims: [2 ** 28], listed: { field: 4, packed: f32(1) } })),
    line: 'm.onnx: the shape [268435456] needs 268435456 values, it has 1',
  },
  {
    title: 'a negative size',
    file: 'm.onnx',
    name: '#w',
    bytes: model(onnxTensor({ dims: [-3], raw: f32(1) })),
    line: 'm.onnx: the shape [-3] is impossible',
  },
  {
    title: 'strings',
    file: 'm.onnx',
    name: '#w',
    bytes: model(onnxTensor({ dims: [1], type: 8 })),
    line: `m.onnx: values of type string are not read ${READ_TYPES}`,
  },
  {
    title: 'an unknown type',
    file: 'm.onnx',
    name: '#w',
    bytes: model(onnxTensor({ dims: [1], type: 99 })),
    line: `m.onnx: values of type number 99 are not read ${READ_TYPES}`,
  },
  {
    title: 'infinity',
    file: 'm.onnx',
    name: '#w',
    bytes: model(onnxTensor({ dims: [1, 2], raw: f32(1, Infinity) })),
    line: 'm.onnx: the value at [0, 1], position 1 is Infinity: only finite numbers are allowed',
  },
  {
    title: 'consumers that disagree about the axis',
    file: 'm.onnx',
    name: '#w',
    bytes: onnxModel({
      nodes: [
        onnxNode({ operator: 'Gemm', name: 'a', inputs: ['x', 'w'], attributes: { transB: 1 } }),
        onnxNode({ operator: 'MatMul', inputs: ['x', 'w'] }),
      ],
      tensors: [onnxTensor({ dims: [2, 2], raw: f32(1, 2, 3, 4) })],
    }),
    line: 'm.onnx: "w" has its channels along axis 0 for Gemm "a" and along axis 1 for MatMul (say which with --axis)',
  },
  ...[[1, 1], [0, 0], [0], [0, 2]].map((perm) => ({
    title: `a transposition by [${perm.join(', ')}]`,
    file: 'm.onnx',
    name: '#w',
    bytes: onnxModel({
      nodes: [onnxNode({ operator: 'Transpose', inputs: ['w'], attributes: { perm } })],
      tensors: [onnxTensor({ dims: [2, 2], raw: f32(1, 2, 3, 4) })],
    }),
    line: `m.onnx: the "perm" [${perm.join(', ')}] of Transpose is no order of 2 axes`,
  })),
  {
    title: 'a transposition of more axes than there can be',
    file: 'm.onnx',
    name: '#w',
    bytes: onnxModel({
      nodes: [
        onnxNode({
          operator: 'Transpose',
          inputs: ['w'],
          attributes: { perm: Array<number>(65).fill(0) },
        }),
      ],
      tensors: [onnxTensor({ dims: [2, 2], raw: f32(1, 2, 3, 4) })],
    }),
    line: 'm.onnx: "perm" of Transpose has more than 64 numbers',
  },
  {
    title: 'a listed float16 of more than 16 bits',
    file: 'm.onnx',
    name: '#w',
    bytes: model(
      onnxTensor({
        dims: [2],
        type: 10,
        listed: { field: 5, packed: Uint8Array.of(0, 128, 128, 4) },
      }),
    ),
    line: 'm.onnx: the value at position 1 is 65536, no 16 bits of float16',
  },
  {
    title: 'two graphs',
    file: 'm.onnx',
    name: '#fc.weight',
    bytes: concat(MODEL, MODEL),
    line: 'm.onnx: it is no intact ONNX model: two graphs',
  },
  {
    title: 'nodes with inputs without end',
    file: 'm.onnx',
    name: '#w',
    bytes: onnxModel({
      nodes: [onnxNode({ operator: 'Gemm', inputs: Array<string>(2 ** 20 + 1).fill('') })],
    }),
    line: 'm.onnx: it has more than 1048576 inputs',
  },
  {
    title: 'external data outside the directory',
    file: 'm.onnx',
    name: '#w',
    bytes: model(onnxTensor({ dims: [1], external: { location: '../../etc/passwd' } })),
    line: 'm.onnx: its external data "../../etc/passwd" must be a path below the model\'s directory',
  },
  {
    title: 'external data that is absent',
    file: 'm.onnx',
    name: '#w',
    bytes: model(onnxTensor({ dims: [1], external: { location: 'w.bin' } })),
    line: 'cannot read its external data "w.bin": no such file or directory',
  },
  {
    title: 'external data that is too short',
    file: 'm.onnx',
    name: '#w',
    bytes: model(
      onnxTensor({ dims: [1], external: { location: 'm.onnx', length: '999999999999' } }),
    ),
    line: 'm.onnx: its external data "m.onnx" has 59 bytes, 999999999999 are needed',
  },

  // files
  {
    title: 'no such file',
    file: 'nowhere.npy',
    line: 'cannot read nowhere.npy: no such file or directory',
  },
  {
    title: 'an unknown extension',
    file: 'w.txt',
    bytes: f32(1),
    line: '"w.txt" is no tensor (a tensor is FILE.npy, FILE.safetensors#NAME or MODEL.onnx#INITIALIZER)',
  },
  {
    title: 'a gz file',
    file: 'w.npy.gz',
    bytes: gzipSync(TWO_BY_THREE),
    line: '"w.npy.gz" is no tensor (it is compressed: unpack it with gunzip)',
  },
  {
    title: 'an npz archive',
    file: 'w.npz',
    bytes: f32(1),
    line: '"w.npz" is no tensor (it is an archive: unpack it with unzip, its members are .npy)',
  },
  {
    title: 'options that are none',
    file: 'w.npy',
    bytes: TWO_BY_THREE,
    options: ['--rounding', 'up'],
    line: '--rounding must be log or linear, not "up"',
  },
  {
    title: 'a word length out of range',
    file: 'w.npy',
    bytes: TWO_BY_THREE,
    options: ['--n', '17'],
    line: '--n must be an integer from 2 to 16, not "17"',
  },
  {
    title: 'a regime cap out of range',
    file: 'w.npy',
    bytes: TWO_BY_THREE,
    options: ['--n', '4', '--rs', '4'],
    line: '--rs must be an integer from 1 to 3, not "4"',
  },
  {
    title: 'an output of no known kind',
    file: 'w.npy',
    bytes: TWO_BY_THREE,
    options: ['--out', 'words.txt'],
    line: '--out must end in .npy or .json, not "words.txt"',
  },
  {
    title: 'a config whose name is none',
    file: 'w.npy',
    bytes: TWO_BY_THREE,
    options: ['--out', 'My.json'],
    line: '--out My.json: a config is named as its file, which is no name (a name starts with a to z, goes on with a to z, 0 to 9 and single _, and is no SystemVerilog keyword)',
  },
];

const REPORT_MEMORY = join(packageRoot, 'bench/report-memory.cjs');
/** KiB; a run that reads a small tensor takes some 70 MiB, all of them one after another 110. */
const MEMORY = 200 * 1024;
const SMALL_HEAP = '--max-old-space-size=100';

/** What a case says, and the files before and after. */
interface Outcome extends Ended {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** A directory of its own for a case, with its file in it. */
function placeOf({ file, bytes }: BadTensor): Workplace {
  const made = workplace();
  if (bytes) writeFileSync(join(made.directory, file), bytes);
  return made;
}

function argsOf({ file, name = '', options = [] }: BadTensor): string[] {
  return ['fit', `${file}${name}`, ...options];
}

describe('one after another, with little memory for all of them', () => {
  let outcomes: readonly Outcome[] = [];
  let rss = 0;
  beforeAll(() => {
    const places = BAD_TENSORS.map(placeOf);
    const before = places.map((each) => each.listing());
    const calls = BAD_TENSORS.map((bad, index) => ({
      args: argsOf(bad),
      cwd: places[index]?.directory ?? '',
    }));
    const ended = logpositEach(calls, { nodeOptions: SMALL_HEAP });
    rss = Math.max(...ended.map((each) => each.rss));
    outcomes = ended.map(({ stdout, stderr, code }, index) => ({
      stdout,
      stderr,
      code,
      before: before[index] ?? [],
      after: places[index]?.listing() ?? [],
    }));
    for (const each of places) each.dispose();
  });

  test.each(
    BAD_TENSORS.map((bad, index) => ({ ...bad, title: `${argsOf(bad)[1]}: ${bad.title}`, index })),
  )('$title', ({ line, index }) => {
    const { before, after, ...ended } = outcomes[index] as Outcome;
    expect(ended).toEqual({ stdout: '', stderr: `logposit: ${line}\n`, code: 2 });
    expect(after).toEqual(before);
  });

  test('the process stays small', () => {
    expect(rss).toBeGreaterThan(0);
    expect(rss).toBeLessThan(MEMORY);
  });
});

/** Those that claim to be huge, or that nest deeply, in a process of their own. */
const HUGE_CLAIMS = BAD_TENSORS.filter(({ title }) =>
  /claims|beyond|declared|without end|nothing but zeros/.test(title),
);

describe('in a process of its own, with little memory', () => {
  test.each(HUGE_CLAIMS.map((bad) => ({ ...bad, call: `${argsOf(bad)[1]}: ${bad.title}` })))(
    '$call',
    ({ call: _, ...bad }) => {
      const own = placeOf(bad);
      const { stdout, stderr, code } = logposit(argsOf(bad), {
        cwd: own.directory,
        env: { NODE_OPTIONS: `${SMALL_HEAP} --require=${REPORT_MEMORY}` },
      });
      own.dispose();
      const [said, memory] = stderr.split('\nRSS ');
      const saidLine = `logposit: ${bad.line}\n`;
      expect({ stdout, said, code }).toEqual({ stdout: '', said: saidLine, code: 2 });
      expect(Number(memory)).toBeLessThan(MEMORY);
    },
  );
});

function fitFails(reference: string): { stdout: string; stderr: string; code: number | null } {
  return logposit(['fit', reference], { cwd: place.directory });
}

test('a directory in place of a file', () => {
  mkdirSync(join(place.directory, 'w.npy'));
  expect(fitFails('w.npy')).toEqual({
    stdout: '',
    stderr: 'logposit: cannot read w.npy: it is a directory\n',
    code: 2,
  });
});

test('a FIFO in place of a file does not wait', () => {
  execFileSync('mkfifo', [join(place.directory, 'w.npy')]);
  expect(fitFails('w.npy')).toEqual({
    stdout: '',
    stderr: 'logposit: cannot read w.npy: it is no regular file\n',
    code: 2,
  });
});

test('a sparse file beyond the limit', () => {
  const file = join(place.directory, 'w.npy');
  writeFileSync(file, TWO_BY_THREE);
  truncateSync(file, 2 ** 32 + 1);
  expect(fitFails('w.npy')).toEqual({
    stdout: '',
    stderr: 'logposit: w.npy: it has 4294967297 bytes, more than the 4294967296 that are read\n',
    code: 2,
  });
});

test('a file without permission: exit code 4', () => {
  const file = join(place.directory, 'w.npy');
  writeFileSync(file, TWO_BY_THREE);
  chmodSync(file, 0);
  chmodSync(place.directory, 0o755);
  // Root may read everything, so it becomes nobody.
  const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  const ended = spawnSync(process.execPath, [cliPath, 'fit', 'w.npy'], {
    cwd: place.directory,
    encoding: 'utf8',
    ...nobody,
  });
  expect(ended).toMatchObject({
    stdout: '',
    stderr: 'logposit: cannot read w.npy: permission denied\n',
    status: 4,
  });
});

test('words that cannot be written: exit code 4, nothing left', () => {
  writeFileSync(join(place.directory, 'w.npy'), TWO_BY_THREE);
  const ended = logposit(['fit', 'w.npy', '--out', 'no/words.npy'], { cwd: place.directory });
  expect(ended).toEqual({
    stdout: '',
    stderr: 'logposit: cannot write no/words.npy: no such file or directory\n',
    code: 4,
  });
  expect(place.listing()).toEqual(['w.npy']);
});
