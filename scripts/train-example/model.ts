import type { Layer } from './layer.ts';
import { OUTPUT } from './network.ts';
import { createGraph } from './onnx-writer.ts';
import { SHAPES, SIZE } from './shapes.ts';

const INPUT = 'input';

/** The trained network as ONNX model with a free batch size. */
export function shapesModel(network: Layer, seed: number): Uint8Array {
  const graph = createGraph();
  network.write(graph, INPUT);
  return graph.model({
    name: 'shapes',
    description: `Names the shape in a grey picture: ${SHAPES.join(', ')}.`,
    inputs: [{ name: INPUT, dims: ['N', 1, SIZE, SIZE] }],
    outputs: [{ name: OUTPUT, dims: ['N', SHAPES.length] }],
    metadata: {
      licence: 'Apache-2.0',
      training: 'npm run train:example',
      seed: `${seed}`,
      classes: SHAPES.join(','),
    },
  });
}
