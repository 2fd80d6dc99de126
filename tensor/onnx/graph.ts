import { quoted, TensorFault } from '../fault.ts';
import { readMessage } from './wire.ts';

/** An operator of the graph; its attributes are read when asked for. */
export interface OnnxNode {
  readonly name: string;
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: readonly Uint8Array[];
}

export interface OnnxGraph {
  /** In the order of the file, which is an order of execution. */
  readonly nodes: readonly OnnxNode[];
  /** TensorProto messages by name. */
  readonly initializers: ReadonlyMap<string, Uint8Array>;
}

export interface OnnxAttribute {
  readonly name: string;
  readonly float?: number;
  readonly integer?: number;
  readonly text?: string;
  /** A TensorProto message. */
  readonly tensor?: Uint8Array;
  readonly floats: readonly number[];
  readonly integers: readonly number[];
}

/** Nodes, initializers and attributes each: keeps the memory for a damaged file near its size. */
const MOST = 2 ** 20;

/** Reads the main graph of a model. Throws TensorFault. */
export function readGraph(model: Uint8Array): OnnxGraph {
  if (model.length === 0) throw new TensorFault('the file is empty');
  let graph: Uint8Array | undefined;
  readMessage(model, 'ModelProto', {
    7: (field) => {
      graph = field.bytes();
    },
  });
  if (graph === undefined) throw new TensorFault('it is no ONNX model: it has no graph');
  const nodes: OnnxNode[] = [];
  const initializers = new Map<string, Uint8Array>();
  const budget = { attributes: MOST };
  readMessage(graph, 'GraphProto', {
    1: (field) => {
      if (nodes.length === MOST) throw new TensorFault(`it has more than ${MOST} nodes`);
      nodes.push(readNode(field.bytes(), budget));
    },
    5: (field) => {
      const tensor = field.bytes();
      const name = tensorName(tensor);
      if (initializers.has(name)) throw new TensorFault(`it has two tensors named ${quoted(name)}`);
      if (initializers.size === MOST) throw new TensorFault(`it has more than ${MOST} tensors`);
      initializers.set(name, tensor);
    },
  });
  return { nodes, initializers };
}

function readNode(bytes: Uint8Array, budget: { attributes: number }): OnnxNode {
  const node = { name: '', operator: '', inputs: [] as string[], outputs: [] as string[] };
  const attributes: Uint8Array[] = [];
  readMessage(bytes, 'NodeProto', {
    1: (field) => node.inputs.push(field.text()),
    2: (field) => node.outputs.push(field.text()),
    3: (field) => {
      node.name = field.text();
    },
    4: (field) => {
      node.operator = field.text();
    },
    5: (field) => {
      budget.attributes -= 1;
      if (budget.attributes < 0) throw new TensorFault(`it has more than ${MOST} attributes`);
      attributes.push(field.bytes());
    },
  });
  return { ...node, attributes };
}

function tensorName(bytes: Uint8Array): string {
  let name = '';
  readMessage(bytes, 'TensorProto', {
    8: (field) => {
      name = field.text();
    },
  });
  return name;
}

/** The attribute of a node by its name; undefined where it has none. Throws TensorFault. */
export function attributeOf(node: OnnxNode, name: string): OnnxAttribute | undefined {
  return node.attributes.map(readAttribute).find((attribute) => attribute.name === name);
}

function readAttribute(bytes: Uint8Array): OnnxAttribute {
  const attribute: { -readonly [Key in keyof OnnxAttribute]: OnnxAttribute[Key] } = {
    name: '',
    floats: [],
    integers: [],
  };
  const floats: number[] = [];
  const integers: number[] = [];
  readMessage(bytes, 'AttributeProto', {
    1: (field) => {
      attribute.name = field.text();
    },
    2: (field) => {
      attribute.float = field.float();
    },
    3: (field) => {
      attribute.integer = field.integer();
    },
    4: (field) => {
      attribute.text = field.text();
    },
    5: (field) => {
      attribute.tensor = field.bytes();
    },
    7: (field) => field.repeated('float', (value) => floats.push(value)),
    8: (field) => field.repeated('signed', (value) => integers.push(value)),
  });
  return { ...attribute, floats, integers };
}
