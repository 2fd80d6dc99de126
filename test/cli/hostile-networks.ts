import { ENDLESS_INITIALIZERS, endlessLoop } from '../support/endless-loop.ts';
import { floats, integers, node, type OnnxModelParts, onnxModel } from '../support/onnx-models.ts';
import { f32, npy, onnxNode, onnxTensor } from '../support/tensor-files.ts';

/** Models that are wrong, huge or odd in a way that only shows when they run. */
export interface HostileNetwork {
  readonly title: string;
  readonly bytes: Uint8Array;
  /** What is said behind `logposit: `; absent where the network runs. */
  readonly line?: string | RegExp;
  readonly options?: readonly string[];
  /** Exit code of a refusal; 2 if not given. */
  readonly code?: number;
}

/** What all of them are run on. */
export const TWO_INPUTS = npy({ shape: '(2, 3)', data: f32(1, -2, 3, 0.5, 4, 5) });

const WEIGHTS = floats('w', [3, 4], [1, -1, 0.5, 2, 1, 1, 0.25, -0.5, 1, 2, 3, 4]);
const PRODUCT = node('MatMul', 'x w', 'm');
const WORST_NAME = '</script>\u001b[2J\n"\u202e{{x}}';
const LONG_NAME = 'n'.repeat(2 ** 20);

function model(parts: Partial<OnnxModelParts>): Uint8Array {
  const { initializers = [], ...others } = parts;
  return onnxModel({
    nodes: [],
    inputs: [{ name: 'x', dims: ['N', 3] }],
    outputs: [{ name: 'y' }],
    initializers: [WEIGHTS, ...initializers],
    ...others,
  });
}

/** Nodes behind a product, with int64 tensors that they take. */
function behind(nodes: readonly Uint8Array[], taken: Readonly<Record<string, number[]>> = {}) {
  const initializers = Object.entries(taken).map(([name, values]) => integers(name, values));
  return model({ nodes: [PRODUCT, ...nodes], initializers });
}

function scalar(name: string, type: number, raw: Uint8Array): Uint8Array {
  return onnxTensor({ name, dims: [], type, raw });
}

function int64(value: bigint): Uint8Array {
  return new Uint8Array(BigInt64Array.of(value).buffer);
}

function weights(values: readonly number[]): Uint8Array {
  const nodes = [node('MatMul', 'x v', 'y')];
  return model({ nodes, initializers: [floats('v', [3, values.length / 3], values)] });
}

function cast(type: number, operands: Uint8Array): Uint8Array {
  const nodes = [node('Cast', 'x', 'h', { to: type }), node('MatMul', 'h v', 'y')];
  return model({ nodes, initializers: [operands] });
}

/** A 1 x 1 convolution of one pixel row. */
function conv(attributes: Readonly<Record<string, number[]>>, kernel = [1, 1, 1, 1]): Uint8Array {
  const size = kernel.reduce((product, each) => product * each, 1);
  return model({
    nodes: [node('Unsqueeze', 'x axes', 'u'), node('Conv', 'u k', 'y', attributes)],
    initializers: [integers('axes', [1, 2]), floats('k', kernel, Array<number>(size).fill(1))],
  });
}

function chain(length: number, operator: string, first: string, operand = ''): Uint8Array[] {
  return Array.from({ length }, (_, at) =>
    node(
      operator,
      `${at === 0 ? first : `c${at}`} ${operand}`,
      at + 1 < length ? `c${at + 1}` : 'y',
    ),
  );
}

const SIDE = 2 ** 20;
const AXIS_0 =
  'axis 0 of the answer must be that of the inputs, and there must be one number at least';
/** Each of them ends within seconds, on a machine with little memory too. */
export const HOSTILE_NETWORKS: readonly HostileNetwork[] = [
  // Answers that are none
  {
    title: 'an answer of integers',
    bytes: model({
      nodes: [PRODUCT, node('ArgMax', 'm', 'y', { axis: 1 })],
      outputs: [{ name: 'y', type: 7 }],
    }),
    line: 'bad.onnx: its answer "y" is of type int64 (only float32 answers are taken)',
  },
  {
    title: 'an answer that is said to be of another type than it is',
    bytes: behind([node('ArgMax', 'm', 'y', { axis: 1 })]),
    line: 'bad.onnx: Type Error: Type (tensor(float)) of output arg (y) of node (the_y) does not match expected type (tensor(int64)).',
  },
  {
    title: 'one number for all inputs',
    bytes: behind([node('ReduceSum', 'm', 'y', { keepdims: 0 })]),
    line: `bad.onnx: its answer "y" has the shape [] for 2 inputs (${AXIS_0})`,
  },
  {
    title: 'one answer for all inputs',
    bytes: behind([node('ReduceSum', 'm a', 'y', { keepdims: 1 })], { a: [0] }),
    line: `bad.onnx: its answer "y" has the shape [1, 4] for 2 inputs (${AXIS_0})`,
  },
  {
    title: 'an empty answer',
    bytes: behind([node('Slice', 'm a a b', 'y')], { a: [0], b: [1] }),
    line: `bad.onnx: its answer "y" has the shape [2, 0] for 2 inputs (${AXIS_0})`,
  },
  {
    title: 'an answer that is a sequence',
    bytes: behind([node('SequenceConstruct', 'm', 'y')]),
    line: 'bad.onnx: Type Error: Type (tensor(float)) of output arg (y) of node (the_y) does not match expected type (seq(tensor(float))).',
  },
  {
    title: 'an answer that is NaN',
    bytes: behind([node('Neg', 'm', 'n'), node('Log', 'n', 'y')]),
    line: "bad.onnx: the float network's answer has NaN for input 0 (only finite numbers can be compared)",
  },
  {
    title: 'NaN between two layers',
    bytes: model({
      nodes: [PRODUCT, node('Neg', 'm', 'n'), node('Log', 'n', 'l'), node('MatMul', 'l v', 'y')],
      initializers: [floats('v', [4, 2], Array<number>(8).fill(1))],
    }),
    line: 'calibration: tensor "l" has values that are not finite (calibrate with inputs that the float network can take)',
  },

  // Types
  {
    title: 'float16',
    bytes: cast(10, onnxTensor({ name: 'v', dims: [3, 2], type: 10, raw: new Uint8Array(12) })),
    line: 'bad.onnx: MatMul "the_y": "v" has values of type float16 (only float32 networks are taken)',
  },
  {
    title: 'float64',
    bytes: cast(11, onnxTensor({ name: 'v', dims: [3, 2], type: 11, raw: new Uint8Array(48) })),
    line: 'bad.onnx: MatMul "the_y": "v" has values of type float64 (only float32 networks are taken)',
  },
  ...(
    [
      [6, 'int32'],
      [7, 'int64'],
      [11, 'float64'],
    ] as const
  ).map(([type, name]) => ({
    title: `a product of two activations of type ${name}`,
    bytes: model({
      nodes: [
        ...[node('Cast', 'x', 'h', { to: type }), node('Transpose', 'h', 't')],
        ...[node('MatMul', 'h t', 'd'), node('Cast', 'd', 'y', { to: 1 })],
      ],
    }),
    line: `bad.onnx: the tensor "h" holds ${name}, where a MAC layer needs float32`,
  })),
  {
    title: 'an input of integers',
    bytes: model({
      nodes: [node('MatMul', 'x w', 'y')],
      inputs: [{ name: 'x', type: 2, dims: ['N', 3] }],
    }),
    line: 'bad.onnx: its input "x" has elements of type uint8 (only float32 networks are taken)',
  },
  {
    title: 'an input of texts',
    bytes: model({
      nodes: [node('MatMul', 'x w', 'y')],
      inputs: [{ name: 'x', type: 8, dims: ['N', 3] }],
    }),
    line: 'bad.onnx: its input "x" has elements of type string (only float32 networks are taken)',
  },
  {
    title: 'weights that are texts',
    bytes: model({
      nodes: [node('MatMul', 'x v', 'y')],
      initializers: [onnxTensor({ name: 'v', dims: [3, 1], type: 8 })],
    }),
    line: 'bad.onnx: MatMul "the_y": the tensor "v": values of type string are not read (float16, bfloat16, float32, float64 and integers of 8 to 64 bits are)',
  },
  {
    title: 'quantised operators only',
    bytes: model({
      nodes: [
        ...[node('QuantizeLinear', 'x s z', 'q'), node('MatMulInteger', 'q v', 'i')],
        node('Cast', 'i', 'y', { to: 1 }),
      ],
      initializers: [
        ...[scalar('s', 1, f32(0.1)), scalar('z', 2, Uint8Array.of(128))],
        onnxTensor({ name: 'v', dims: [3, 2], type: 2, raw: new Uint8Array(6) }),
      ],
    }),
    line: 'bad.onnx: it has no Conv, Gemm or MatMul for the array, only QuantizeLinear, MatMulInteger, Cast (quantised, transposed and recurrent operators stay on the host)',
  },
  {
    title: 'a sequence that two host segments share',
    bytes: model({
      nodes: [
        ...[node('SequenceConstruct', 'x', 's'), node('MatMul', 'x v', 'm')],
        ...[node('SequenceInsert', 's m', 's2'), node('SequenceAt', 's2 i', 'a')],
        node('MatMul', 'a w', 'y'),
      ],
      initializers: [floats('v', [3, 3], [1, 0, 0, 0, 1, 0, 0, 0, 1]), scalar('i', 7, int64(0n))],
    }),
    line: 'bad.onnx: SequenceConstruct "the_s": Reading data from non-tensor typed value is not supported.',
  },

  // Sizes
  {
    title: 'a reshape to 2^40 values',
    bytes: behind([node('Reshape', 'm s', 'y')], { s: [2 ** 40] }),
    line: 'bad.onnx: input_shape_size == requested_shape_size was false. The input tensor cannot be reshaped to the requested shape. Input shape:{2,4}, requested shape:{1099511627776}',
  },
  {
    title: 'an expansion to 2^43 values',
    bytes: behind([node('Unsqueeze', 'm a', 'u'), node('Expand', 'u s', 'y')], {
      a: [0],
      s: [2 ** 40, 1, 1],
    }),
    line: 'bad.onnx: [ONNXRuntimeError] : 2 : INVALID_ARGUMENT : Tensor shape is too large',
  },
  {
    title: 'a constant of nearly 4 GiB',
    bytes: behind(
      [
        ...[node('ConstantOfShape', 's', 'c'), node('ReduceSum', 'c', 'r', { keepdims: 0 })],
        node('Add', 'm r', 'y'),
      ],
      { s: [2 ** 30 - 1024] },
    ),
    line: /^bad\.onnx: its tensors need more memory than the \d+ MiB that onnxruntime may take \(lower --batch where the model allows it\)$/,
  },
  {
    title: 'a constant of 2^33 values',
    bytes: behind(
      [
        ...[node('ConstantOfShape', 's', 'c'), node('ReduceSum', 'c', 'r', { keepdims: 0 })],
        node('Add', 'm r', 'y'),
      ],
      { s: [2 ** 33] },
    ),
    line: 'bad.onnx: [ONNXRuntimeError] : 2 : INVALID_ARGUMENT : Tensor shape is too large',
  },
  {
    title: 'tiles of 2^62 copies',
    bytes: behind([node('Tile', 'm s', 'y')], { s: [2 ** 31, 2 ** 31] }),
    line: "bad.onnx: Non-zero status code returned while running Tile node. Name:'the_y' Status Message: Tile output tensor would require more than 4294967295 bytes, which exceeds the supported maximum of 4294967295 bytes.",
  },
  {
    title: 'a range of 2^40 numbers',
    bytes: model({
      nodes: [
        ...[
          PRODUCT,
          node('Range', 'from to by', 'l'),
          node('ReduceSum', 'l', 's', { keepdims: 0 }),
        ],
        ...[node('Cast', 's', 'f', { to: 1 }), node('Add', 'm f', 'y')],
      ],
      initializers: [
        scalar('from', 7, int64(0n)),
        scalar('to', 7, int64(2n ** 40n)),
        scalar('by', 7, int64(1n)),
      ],
    }),
    line: 'bad.onnx: [ONNXRuntimeError] : 2 : INVALID_ARGUMENT : Tensor shape is too large',
  },
  {
    title: 'padding by 2^28',
    bytes: conv({ pads: [0, 0, 2 ** 28, 2 ** 28] }),
    line: 'bad.onnx: [ONNXRuntimeError] : 2 : INVALID_ARGUMENT : Tensor shape is too large',
  },
  {
    title: 'padding by 2^20 that strides jump over',
    bytes: conv({ pads: [0, 0, SIDE, SIDE], strides: [SIDE, SIDE] }),
    line: `layer "the_y": its padded input is [2, 1, ${SIDE + 1}, ${SIDE + 3}], more than 268435456 words (lower --batch where that helps)`,
  },
  {
    title: 'a kernel dilated by 2^20',
    bytes: conv({ pads: [0, 0, SIDE, SIDE], dilations: [SIDE, SIDE] }, [1, 1, 2, 2]),
    line: `layer "the_y": its padded input is [2, 1, ${SIDE + 1}, ${SIDE + 3}], more than 268435456 words (lower --batch where that helps)`,
  },
  {
    title: 'an input of 2^40 pixels',
    bytes: model({
      nodes: [node('Conv', 'x k', 'y')],
      inputs: [{ name: 'x', dims: ['N', 1, SIDE, SIDE] }],
      initializers: [floats('k', [1, 1, 1, 1], [1])],
    }),
    line: `bad.onnx: its input "x" has the shape [?, 1, ${SIDE}, ${SIDE}]: more than 268435456 values`,
  },
  {
    title: 'an input of another rank than the file',
    bytes: model({
      nodes: [node('MatMul', 'x w', 'y')],
      inputs: [{ name: 'x', dims: ['N', 1, 3] }],
    }),
    line: 'x.npy: its shape is [2, 3], but "x" of bad.onnx takes [N, 1, 3] (a single input has N = 1 before its own shape)',
  },
  {
    title: 'a batch of none',
    bytes: model({ nodes: [node('MatMul', 'x w', 'y')], inputs: [{ name: 'x', dims: [0, 3] }] }),
    line: 'bad.onnx: its input "x" has the shape [0, 3]: sizes are at least 1 (a free size has a name in ONNX, or nothing)',
  },
  {
    title: 'weights of no values',
    bytes: model({
      nodes: [node('MatMul', 'x v', 'y')],
      initializers: [onnxTensor({ name: 'v', dims: [3, 0], raw: new Uint8Array() })],
    }),
    line: 'bad.onnx: MatMul "the_y": the tensor "v": the tensor is empty: shape [3, 0]',
  },
  {
    title: 'weights whose sums are infinite',
    bytes: weights([3e38, 3e38, 3e38]),
    line: 'calibration: tensor "y" has values that are not finite (calibrate with inputs that the float network can take)',
  },
  {
    title: 'weights that are infinite',
    bytes: weights([1, -Infinity, 1]),
    line: 'bad.onnx: MatMul "the_y": the tensor "v": the value at [1, 0], position 1 is -Infinity: only finite numbers are allowed',
  },
  {
    title: 'more nodes than are taken, one behind the other',
    bytes: model({ nodes: [PRODUCT, ...chain(2 ** 16, 'Neg', 'm')] }),
    line: 'bad.onnx: it has more than 65536 nodes',
  },
  {
    title: 'more layers than are taken',
    bytes: model({
      nodes: chain(5000, 'MatMul', 'x', 'v'),
      initializers: [floats('v', [3, 3], [1, 0, 0, 0, 1, 0, 0, 0, 1])],
    }),
    line: 'bad.onnx: it has 5000 layers of products, more than 4096',
  },

  // Graphs
  {
    title: 'a cycle',
    bytes: model({
      nodes: [node('Add', 'x b', 'a'), node('Add', 'a x', 'b'), node('MatMul', 'b w', 'y')],
    }),
    line: 'bad.onnx: Add "the_a" takes "b", which Add "the_b" makes only later (ONNX wants nodes in an order of execution, without cycles)',
  },
  {
    title: 'two inputs',
    bytes: model({
      nodes: [node('MatMul', 'x w', 'y')],
      inputs: [
        { name: 'x', dims: ['N', 3] },
        { name: 'z', dims: ['N', 3] },
      ],
    }),
    line: 'bad.onnx: it has 2 inputs, "x", "z": one is allowed',
  },
  {
    title: 'a missing initialiser',
    bytes: model({ nodes: [node('MatMul', 'x v', 'y')] }),
    line: 'bad.onnx: MatMul "the_y" takes "v", which nothing makes',
  },
  {
    title: 'two tensors of one name',
    bytes: model({ nodes: [node('MatMul', 'x w', 'y')], initializers: [WEIGHTS] }),
    line: 'bad.onnx: it has two tensors named "w"',
  },
  {
    title: 'an operator that onnxruntime does not know',
    bytes: behind([node('Sheer', 'm', 'y')]),
    line: 'bad.onnx: No Op registered for Sheer with domain_version of 13',
  },
  {
    title: 'an attribute of a value that onnxruntime refuses',
    bytes: behind([node('Softmax', 'm', 'y', { axis: 7 })]),
    line: "bad.onnx: [ShapeInferenceError] 'axis' must be in [-2 , 1]. Its actual value is: 7",
  },

  // Names
  {
    title: 'names that would move the cursor, in a refusal',
    bytes: model({
      nodes: [
        onnxNode({
          operator: 'MatMul',
          name: WORST_NAME,
          inputs: ['x', WORST_NAME],
          outputs: ['y'],
        }),
      ],
    }),
    line: String.raw`bad.onnx: MatMul "</script>\u001b[2J\n\"\u202e{{x}}" takes "</script>\u001b[2J\n\"\u202e{{x}}", which nothing makes`,
  },
  {
    title: 'a name of 2^20 letters, in a refusal',
    bytes: model({
      nodes: [
        onnxNode({ operator: 'MatMul', name: LONG_NAME, inputs: ['x', 'v'], outputs: ['y'] }),
      ],
    }),
    line: `bad.onnx: MatMul "${'n'.repeat(57)}..." takes "v", which nothing makes`,
  },

  // Time
  {
    title: 'a loop without end',
    bytes: model({
      nodes: [PRODUCT, endlessLoop('m', 'y')],
      initializers: ENDLESS_INITIALIZERS,
    }),
    options: ['--timeout', '2'],
    line: 'bad.onnx: the host took more than 2 s for a batch (a loop of the model may have no end; if not, raise --timeout or lower --batch)',
    code: 3,
  },
  {
    title: 'a loop without end over constants',
    bytes: model({
      nodes: [
        endlessLoop('w', 'v'),
        node('ReduceMax', 'v', 'r', { keepdims: 0 }),
        PRODUCT,
        node('Add', 'm r', 'y'),
      ],
      initializers: ENDLESS_INITIALIZERS,
    }),
    options: ['--timeout', '2'],
    // When it comes to it depends on what onnxruntime computes while it loads.
    line: /^bad\.onnx: the host took more than 2 s (to load it|for a batch) \(a loop of the model may/,
    code: 3,
  },
  {
    title: 'weights that a loop without end makes',
    bytes: model({
      nodes: [endlessLoop('w', 'v'), node('MatMul', 'x v', 'y')],
      initializers: ENDLESS_INITIALIZERS,
    }),
    line: 'bad.onnx: MatMul "the_y": its operand "v" is constant, but not known beforehand',
  },

  // What runs all the same, the last ones after threads were ended
  { title: 'a good model', bytes: model({ nodes: [node('MatMul', 'x w', 'y')] }) },
  { title: 'weights that are all zero', bytes: weights(Array<number>(6).fill(0)) },
  { title: 'weights at the end of float32', bytes: weights([1e-45, 1e-45, 1e-45]) },
  {
    title: 'an answer that is constant but for its size',
    bytes: behind([node('Shape', 'm', 's'), node('ConstantOfShape', 's', 'y')]),
  },
  {
    title: 'a product of nothing',
    bytes: behind(
      [
        ...[node('Slice', 'x a a a', 's'), node('MatMul', 's w', 'e')],
        ...[node('ReduceSum', 'e a', 'r', { keepdims: 0 }), node('Add', 'm r', 'y')],
      ],
      { a: [0] },
    ),
  },
  {
    title: 'numbers that are quantised on the host',
    bytes: model({
      nodes: [
        ...[node('QuantizeLinear', 'x s z', 'q'), node('DequantizeLinear', 'q s z', 'd')],
        node('MatMul', 'd w', 'y'),
      ],
      initializers: [scalar('s', 1, f32(0.1)), scalar('z', 2, Uint8Array.of(128))],
    }),
  },
  { title: 'strides over everything', bytes: conv({ strides: [2 ** 28, 2 ** 28] }) },
  {
    title: 'sizes that follow from the values',
    bytes: model({
      nodes: [
        ...[node('NonZero', 'x', 'nz'), node('Cast', 'nz', 'f', { to: 1 })],
        ...[node('Transpose', 'f', 't'), node('MatMul', 't v', 'p')],
        ...[node('ReduceSum', 'p', 'r', { keepdims: 0 }), PRODUCT, node('Add', 'm r', 'y')],
      ],
      initializers: [floats('v', [2, 2], [1, 2, 3, 4])],
    }),
  },
  {
    title: 'names that would move the cursor',
    bytes: model({
      nodes: [
        onnxNode({
          operator: 'MatMul',
          name: WORST_NAME,
          inputs: [`${WORST_NAME}x`, 'w'],
          outputs: [`${WORST_NAME}y`],
        }),
      ],
      inputs: [{ name: `${WORST_NAME}x`, dims: ['N', 3] }],
      outputs: [{ name: `${WORST_NAME}y` }],
    }),
  },
  {
    title: 'a name of 2^20 letters',
    bytes: model({
      nodes: [
        onnxNode({ operator: 'MatMul', name: LONG_NAME, inputs: ['x', 'w'], outputs: ['y'] }),
      ],
    }),
  },
];
