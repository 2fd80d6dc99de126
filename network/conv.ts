import { integerAttribute, integersAttribute, textAttribute } from '../tensor/onnx/attributes.ts';
import type { FullNode } from '../tensor/onnx/node.ts';
import { shapeText } from '../tensor/shape.ts';
import type { ConvForm } from './layer.ts';
import {
  checkSize,
  constantOf,
  nodeFault,
  type Seed,
  type Surroundings,
  sizesAttribute,
} from './node-checks.ts';

/** A Conv of constant weights [M, C / groups, ...kernel] and bias [M]. Throws TensorFault. */
export function convLayer(node: FullNode, around: Surroundings): Seed {
  const [input = '', weightName = '', biasName = ''] = node.inputs;
  const weights = constantOf(node, around, { what: 'weights', name: weightName });
  const { shape, values } = weights;
  const spatial = shape.length - 2;
  if (spatial !== 1 && spatial !== 2) {
    const kind = spatial > 2 ? `${spatial}-D` : `with weights of shape ${shapeText(shape)}`;
    throw nodeFault(node, `a convolution ${kind}: only 1-D and 2-D ones are taken`);
  }
  const rank = around.rankOf(input);
  if (rank !== undefined && rank !== shape.length) {
    throw nodeFault(node, `its input has ${rank} axes, its weights ${shapeText(shape)}`);
  }
  const [channels = 0, perGroup = 0] = shape;
  const form = convForm(node, shape, spatial);
  checkSize(node, around, { name: input, axis: 1, needed: perGroup * form.groups });
  return {
    operator: 'Conv',
    input,
    weights: { kind: 'constant', channels, depth: values.length / channels, values },
    form,
    scales: Float64Array.of(1),
    offsets: biasOf(node, around, { name: biasName, channels }),
  };
}

function biasOf(
  node: FullNode,
  around: Surroundings,
  { name, channels }: { readonly name: string; readonly channels: number },
): Float64Array {
  if (name === '') return Float64Array.of(0);
  const { shape, values } = constantOf(node, around, { what: 'bias', name });
  if (shape.length === 1 && shape[0] === channels) return values;
  throw nodeFault(node, `its bias has the shape ${shapeText(shape)}, not [${channels}]`);
}

function convForm(node: FullNode, shape: readonly number[], spatial: 1 | 2): ConvForm {
  const [channels = 0] = shape;
  const sizes = shape.slice(2);
  const kernel = integersAttribute(node, 'kernel_shape', spatial + 1) ?? sizes;
  if (shapeText(kernel) !== shapeText(sizes)) {
    throw nodeFault(
      node,
      `its kernel_shape is ${shapeText(kernel)}, but its weights are ${shapeText(shape)}`,
    );
  }
  const groups = integerAttribute(node, 'group') ?? 1;
  if (!(groups >= 1 && channels % groups === 0)) {
    throw nodeFault(node, `its ${groups} groups do not divide ${channels} output channels`);
  }
  const preset = { count: spatial, least: 1, preset: 1 };
  return {
    kind: 'conv',
    spatial,
    kernel: inPlane(sizes, 1),
    strides: inPlane(sizesAttribute(node, 'strides', preset), 1),
    dilations: inPlane(sizesAttribute(node, 'dilations', preset), 1),
    groups,
    pads: padsOf(node, spatial),
  };
}

/** Height and width; 1-D has width only. */
function inPlane(sizes: readonly number[], height: number): [number, number] {
  const [first = height, second] = sizes;
  return second === undefined ? [height, first] : [first, second];
}

const AUTO_PADS = { SAME_UPPER: 'same-upper', SAME_LOWER: 'same-lower', VALID: 'valid' } as const;

function padsOf(node: FullNode, spatial: 1 | 2): ConvForm['pads'] {
  const pads = sizesAttribute(node, 'pads', { count: 2 * spatial, least: 0, preset: 0 });
  const auto = textAttribute(node, 'auto_pad') ?? 'NOTSET';
  if (auto === 'NOTSET' || auto === '') {
    const [top, left] = inPlane(pads.slice(0, spatial), 0);
    const [bottom, right] = inPlane(pads.slice(spatial), 0);
    return { top, left, bottom, right };
  }
  const known = Object.entries(AUTO_PADS).find(([name]) => name === auto)?.[1];
  if (known === undefined) {
    const allowed = ['NOTSET', ...Object.keys(AUTO_PADS)].join(', ');
    throw nodeFault(node, `its auto_pad ${JSON.stringify(auto)} is not known`, `one of ${allowed}`);
  }
  if (pads.some((size) => size !== 0)) {
    throw nodeFault(node, `it has both auto_pad ${auto} and pads ${shapeText(pads)}`);
  }
  return known;
}
