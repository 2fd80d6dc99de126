import { join } from 'node:path';
import { LAYER } from '../../compare/layer-operands.ts';
import { closing } from '../../network/closing.ts';
import { createFloatRun } from '../../network/float.ts';
import { readInputs } from '../../network/inputs.ts';
import type { ConvForm, MacLayer } from '../../network/layer.ts';
import { convProducts } from '../../network/mapping/conv.ts';
import { convGeometry } from '../../network/mapping/conv-geometry.ts';
import { layersOf } from '../../network/network.ts';
import { readNetwork } from '../../network/read.ts';
import { packageRoot } from '../../system/package-root.ts';

/** Pictures of which the layer's vectors are taken. */
const PICTURES = 16;

/** The tensors that formats are compared on besides normal ones: a tile of a layer, by the float network. */
export async function layerOperands(): Promise<{
  weights: Float32Array;
  activations: Float32Array;
}> {
  const shapes = join(packageRoot, 'examples/shapes');
  const network = await readNetwork(join(shapes, 'shapes.onnx'));
  const layer = layersOf(network).find(({ name }) => name === LAYER.name);
  if (layer === undefined || layer.form.kind !== 'conv' || layer.weights.kind !== 'constant') {
    throw new TypeError(`no convolution ${LAYER.name}`);
  }
  const inputs = await readInputs(join(shapes, 'inputs.npy'), network);
  const each = inputs.dims.reduce((a, b) => a * b, 1);
  const data = inputs.values.subarray(0, PICTURES * each);
  const value = { dims: [PICTURES, ...inputs.dims], type: 'float32', data };
  const read = await closing(await createFloatRun(network, [layer.input]), (float) =>
    float.run(value),
  );
  const input = read.get(layer.input);
  if (input === undefined) throw new TypeError(`the network gives no ${layer.input}`);
  const { depth, values } = layer.weights;
  return {
    weights: tilesOf(values, depth),
    activations: windows(layer, layer.form, input.dims, input.data as Float32Array),
  };
}

/** All channels of the first tile of the depth, then of the next, whole tiles only. */
function tilesOf(values: Float64Array, depth: number): Float32Array {
  const rows: number[][] = [];
  for (let from = 0; from + LAYER.depth <= depth; from += LAYER.depth) {
    for (let at = from; at < values.length; at += depth) {
      rows.push([...values.subarray(at, at + LAYER.depth)]);
    }
  }
  return Float32Array.from(rows.flat());
}

/** The first tile of every window that the kernel sees, in the order in which an array takes them. */
function windows(
  { name }: MacLayer,
  form: ConvForm,
  dims: readonly number[],
  values: Float32Array,
): Float32Array {
  // Places of the input stand for words, one higher: 0 is padding.
  const places = Uint16Array.from(values, (_, place) => place + 1);
  const one = { rows: LAYER.depth, cols: 1, lanes: 1, lanesUsed: 1, vectors: 2 ** 16 };
  const words = { activations: places, weights: new Uint16Array(0), channels: 1, nar: 2 ** 16 };
  const { source, products } = convProducts(form, convGeometry(name, form, dims), words, one);
  const [product] = products;
  if (product === undefined) throw new TypeError(`${name} has no products`);
  const taps = product.tapOffset.subarray(0, LAYER.depth);
  return Float32Array.from(
    [...product.vectorBase].flatMap((base) =>
      Array.from(taps, (tap) => values[(source[product.sourceOffset + base + tap] ?? 0) - 1] ?? 0),
    ),
  );
}
