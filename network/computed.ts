import { dtypeNamed } from '../tensor/dtype.ts';
import { quoted, TensorFault } from '../tensor/fault.ts';
import type { RawTensor } from '../tensor/raw.ts';
import { shapeText } from '../tensor/shape.ts';
import type { Constants } from './constants.ts';
import { byInput, isMac } from './divide.ts';
import { type Graph, madeTensors, usedTensors } from './graph.ts';
import type { Value } from './network.ts';
import { type HostLimits, openSession } from './runtime.ts';
import { segmentModel } from './segment-model.ts';
import { createUnchanging } from './unchanging.ts';

/** Operators whose constant operand may belong to a layer. */
const FOLDED = ['Add', 'Sub', 'Mul', 'Div', 'BatchNormalization'];

/** A small file may ask for any number of them. */
const MOST_VALUES = 2 ** 26;

/** Operators that may never end. */
const LOOPS = ['Loop', 'Scan', 'If'];

/**
 * Operands of layers that other nodes make of constants alone, e.g. a transposed weight matrix:
 * onnxruntime computes them. Other types than float32 are left out. Throws Failure, TensorFault.
 */
export async function computeConstants(
  graph: Graph,
  constants: Constants,
  path: string,
  limits?: HostLimits,
): Promise<ReadonlyMap<string, RawTensor>> {
  const { changing, unchanging } = byInput(graph);
  const made = new Set(unchanging.flatMap(madeTensors));
  const operands = changing
    .filter((node) => isMac(node) || FOLDED.includes(node.operator))
    .flatMap(usedTensors)
    .filter((name) => made.has(name) && !constants.has(name));
  const outputs = [...new Set(operands)];
  const nodes = createUnchanging(unchanging)(outputs);
  if (outputs.length === 0 || nodes.some(({ operator }) => LOOPS.includes(operator))) {
    return new Map();
  }
  const segment = { nodes: nodes.map(({ message }) => message), inputs: [], outputs };
  const model = segmentModel(segment, graph, new Map());
  const session = await openSession(model, path, limits);
  try {
    return floatTensors(await session.run(new Map()));
  } finally {
    await session.close();
  }
}

function floatTensors(results: ReadonlyMap<string, Value>): ReadonlyMap<string, RawTensor> {
  const tensors = new Map<string, RawTensor>();
  const type = dtypeNamed('float32');
  for (const [name, { dims, data }] of results) {
    if (!(data instanceof Float32Array)) continue;
    if (data.length > MOST_VALUES) {
      throw new TensorFault(
        `the constant ${quoted(name)} has the shape ${shapeText(dims)}, more than ${MOST_VALUES} values`,
      );
    }
    tensors.set(name, { shape: dims, type, values: new Float64Array(data) });
  }
  return tensors;
}
