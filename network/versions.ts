import { quoted, TensorFault } from '../tensor/fault.ts';
import { nodeText } from '../tensor/onnx/graph.ts';
import type { OnnxModel } from '../tensor/onnx/model.ts';

/** Of ONNX's own operators; the newest that onnxruntime-web 1.30 takes. */
const OLDEST_OPSET = 7;
const NEWEST_OPSET = 26;
const NEWEST_IR = 13;

/** Operator sets that onnxruntime-web has. */
const DOMAINS = ['', 'ai.onnx.ml', 'com.microsoft'];

/** Refuses what onnxruntime cannot know. Throws TensorFault. */
export function checkVersions({ irVersion, opsets, nodes }: OnnxModel): void {
  if (irVersion > NEWEST_IR) {
    throw new TensorFault(`its IR version is ${irVersion}, ${NEWEST_IR} at most is taken`);
  }
  const opset = opsets.get('');
  const range = `${OLDEST_OPSET} to ${NEWEST_OPSET} are taken`;
  if (opset === undefined) throw new TensorFault('it does not say its opset', range);
  if (opset < OLDEST_OPSET || opset > NEWEST_OPSET) {
    throw new TensorFault(
      `its opset is ${opset}, ${range}`,
      "ONNX's version converter makes another one of it",
    );
  }
  for (const node of nodes) {
    if (node.operator === '') {
      throw new TensorFault(`the node that makes ${quoted(node.output)} has no operator`);
    }
    if (DOMAINS.includes(node.domain) && opsets.has(node.domain)) continue;
    throw new TensorFault(
      `${nodeText(node)} is of the domain ${quoted(node.domain)}, ` +
        (DOMAINS.includes(node.domain)
          ? 'of which the model names no opset'
          : "which is none of onnxruntime's"),
      'operators of ONNX itself, ai.onnx.ml and com.microsoft are taken',
    );
  }
}
