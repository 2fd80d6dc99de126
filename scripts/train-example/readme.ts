import { SHAPES, SIZE } from './shapes.ts';

export interface Measured {
  /** Numbers that training changed. */
  readonly parameters: number;
  /** Pictures of inputs.npy that are named rightly, and all of them. */
  readonly right: number;
  readonly count: number;
  /** The same of further held-out pictures. */
  readonly furtherRight: number;
  readonly furtherCount: number;
  /** Pictures that it was trained on. */
  readonly trainedOn: number;
}

/** examples/shapes/README.md, with what was measured in it. */
export function readmeText(measured: Measured): string {
  const { parameters, right, count, furtherRight, furtherCount, trainedOn } = measured;
  return `# Shapes

A small convolutional network that names the shape in a grey picture of ${SIZE} x ${SIZE} pixels. It
is made to be run on an array of LP processing elements: few weights, and most of what a larger
network has.

![Pictures of inputs.npy, a row for each shape](pictures.svg)

- \`shapes.onnx\`: the network, \`input\` [N, 1, ${SIZE}, ${SIZE}] to \`logits\` [N, ${SHAPES.length}], float32, operator set 13
- \`inputs.npy\`: ${count} pictures that it was not trained on, float32 [${count}, 1, ${SIZE}, ${SIZE}]; 0 is black, 1 white
- \`labels.npy\`: what they show, uint8 [${count}]; ${SHAPES.map((shape, label) => `${label} ${shape}`).join(', ')}

| layer                | operator                                   | output        | MACs    |
| -------------------- | ------------------------------------------ | ------------- | ------- |
| \`stem\`               | Conv 3 x 3, stride 2, pads right and below | [N, 16, 8, 8] | 9216    |
| \`depthwise\`          | Conv 3 x 3 in 16 groups                    | [N, 16, 8, 8] | 9216    |
| \`pointwise\`          | Conv 1 x 1                                 | [N, 24, 8, 8] | 24576   |
| \`residual.depthwise\` | Conv 3 x 3 in 24 groups                    | [N, 24, 8, 8] | 13824   |
| \`residual.pointwise\` | Conv 1 x 1, then Add                       | [N, 24, 8, 8] | 36864   |
| \`full\`               | Conv 3 x 3 after MaxPool 2 x 2             | [N, 24, 4, 4] | 82944   |
| \`classifier\`         | Gemm after GlobalAveragePool               | [N, 4]        | 96      |

Every convolution is followed by BatchNormalization and Relu; in the residual block the last Relu
comes after the addition. ${parameters} parameters, 176736 multiply-accumulates (MACs) per picture.

## Accuracy

In float32 it names ${right} of the ${count} pictures of \`inputs.npy\` rightly (${percent(right, count)} %), and ${furtherRight} of
${furtherCount} further ones (${percent(furtherRight, furtherCount)} %).

## How it was made

\`npm run train:example\` draws the pictures, trains the network on ${trainedOn} others and writes all files
of this folder; with \`-- --check\` it only compares. Only operations that IEEE 754 rounds exactly are
used, so the bytes are the same on every machine. The network and the pictures are under the licence
of this repository (Apache-2.0).
`;
}

function percent(right: number, count: number): string {
  return ((100 * right) / count).toFixed(1);
}
