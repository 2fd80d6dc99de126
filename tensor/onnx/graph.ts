import { quoted, TensorFault } from '../fault.ts';
import { type Budget, createBudget } from './budget.ts';
import { readMessage } from './wire.ts';

/** An operator of the graph, as far as it is of interest here. */
export interface OnnxNode {
  readonly name: string;
  readonly operator: string;
  readonly inputs: readonly string[];
  /** The first one; empty where it has no name. */
  readonly output: string;
  /** AttributeProto messages, read when asked for. */
  readonly attributes: readonly Uint8Array[];
}

export interface OnnxGraph {
  /** Nodes of the operators asked for, in the order of the file, which is an order of execution. */
  readonly nodes: readonly OnnxNode[];
  /** TensorProto messages by name. */
  readonly initializers: ReadonlyMap<string, Uint8Array>;
}

/** No later input is asked for. */
const INPUTS_KEPT = 2;

/** Reads the main graph of a model, of its nodes those of some operators. Throws TensorFault. */
export function readGraph(model: Uint8Array, operators: ReadonlySet<string>): OnnxGraph {
  const nodes: OnnxNode[] = [];
  const initializers = new Map<string, Uint8Array>();
  const budget = createBudget();
  readMessage(graphMessage(model), 'GraphProto', {
    1: (field) => {
      budget.take('nodes');
      const bytes = field.bytes();
      const operator = operatorOf(bytes);
      if (operators.has(operator)) nodes.push({ operator, ...readNode(bytes, budget) });
    },
    5: (field) => {
      budget.take('tensors');
      const tensor = field.bytes();
      const name = tensorName(tensor);
      if (initializers.has(name)) throw new TensorFault(`it has two tensors named ${quoted(name)}`);
      initializers.set(name, tensor);
    },
  });
  return { nodes, initializers };
}

/** The GraphProto message of a model. Throws TensorFault. */
export function graphMessage(model: Uint8Array): Uint8Array {
  if (model.length === 0) throw new TensorFault('the file is empty');
  let graph: Uint8Array | undefined;
  readMessage(model, 'ModelProto', {
    7: (field) => {
      const bytes = field.bytes();
      if (graph !== undefined) throw new TensorFault('it is no intact ONNX model: two graphs');
      graph = bytes;
    },
  });
  if (graph === undefined) throw new TensorFault('it is no ONNX model: it has no graph');
  return graph;
}

function operatorOf(bytes: Uint8Array): string {
  let operator = '';
  readMessage(bytes, 'NodeProto', {
    4: (field) => {
      operator = field.text();
    },
  });
  return operator;
}

function readNode(bytes: Uint8Array, budget: Budget): Omit<OnnxNode, 'operator'> {
  const inputs: string[] = [];
  const attributes: Uint8Array[] = [];
  let output: string | undefined;
  let name = '';
  readMessage(bytes, 'NodeProto', {
    1: (field) => {
      budget.take('inputs');
      if (inputs.length < INPUTS_KEPT) inputs.push(field.text());
      else field.skip();
    },
    2: (field) => {
      budget.take('outputs');
      if (output === undefined) output = field.text();
      else field.skip();
    },
    3: (field) => {
      name = field.text();
    },
    5: (field) => {
      budget.take('attributes');
      attributes.push(field.bytes());
    },
  });
  return { name, inputs, output: output ?? '', attributes };
}

/** The name within a TensorProto message. */
export function tensorName(bytes: Uint8Array): string {
  let name = '';
  readMessage(bytes, 'TensorProto', {
    8: (field) => {
      name = field.text();
    },
  });
  return name;
}

/** How messages call a node. */
export function nodeText({ operator, name }: Pick<OnnxNode, 'operator' | 'name'>): string {
  return name === '' ? operatorText(operator) : `${operatorText(operator)} ${quoted(name)}`;
}

/** How messages call an operator: plain, unless it is no word. */
export function operatorText(operator: string): string {
  return /^\w{1,60}$/.test(operator) ? operator : quoted(operator);
}
