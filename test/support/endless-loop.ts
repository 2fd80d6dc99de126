import { node, onnxGraph } from './onnx-models.ts';
import { onnxTensor } from './tensor-files.ts';

/** A Loop of 2^62 rounds that negates a tensor; its model needs ENDLESS_INITIALIZERS. */
export function endlessLoop(input: string, output: string): Uint8Array {
  const body = onnxGraph({
    nodes: [node('Identity', 'go', 'on'), node('Neg', 'before', 'after')],
    inputs: [
      { name: 'round', type: 7, dims: [] },
      { name: 'go', type: 9, dims: [] },
      { name: 'before' },
    ],
    outputs: [{ name: 'on', type: 9, dims: [] }, { name: 'after' }],
  });
  return node('Loop', `rounds true ${input}`, output, { body: { graph: body } });
}

const ROUNDS = new Uint8Array(BigInt64Array.of(2n ** 62n).buffer);

export const ENDLESS_INITIALIZERS: readonly Uint8Array[] = [
  onnxTensor({ name: 'rounds', dims: [], type: 7, raw: ROUNDS }),
  onnxTensor({ name: 'true', dims: [], type: 9, raw: Uint8Array.of(1) }),
];
