import { TensorFault } from '../fault.ts';
import type { Budget } from './budget.ts';
import { nodeText, type OnnxNode, tensorName } from './graph.ts';
import { readTensorInfo } from './tensor-info.ts';
import { externalData } from './tensor-proto.ts';
import { readMessage } from './wire.ts';

/** ONNX's own domain has two names. */
export function plainDomain(domain: string): string {
  return domain === 'ai.onnx' ? '' : domain;
}

/** A node with all that it has. */
export interface FullNode extends OnnxNode {
  /** All of them; '' for one that is left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** '' is ONNX's own. */
  readonly domain: string;
  /** Tensors of the main graph that its subgraphs use. */
  readonly captured: readonly string[];
  /** The NodeProto. */
  readonly message: Uint8Array;
}

const DEEPEST = 16;

/** Reads a NodeProto message of a graph, its subgraphs as far as they use tensors around them. */
export function readFullNode(message: Uint8Array, budget: Budget, depth = 0): FullNode {
  const inputs: string[] = [];
  const outputs: string[] = [];
  const attributes: Uint8Array[] = [];
  let name = '';
  let operator = '';
  let domain = '';
  readMessage(message, 'NodeProto', {
    1: (field) => {
      budget.take('inputs');
      inputs.push(field.text());
    },
    2: (field) => {
      budget.take('outputs');
      outputs.push(field.text());
    },
    3: (field) => {
      name = field.text();
    },
    4: (field) => {
      operator = field.text();
    },
    5: (field) => {
      budget.take('attributes');
      attributes.push(field.bytes());
    },
    7: (field) => {
      domain = plainDomain(field.text());
    },
  });
  const node = { name, operator, inputs, outputs, output: outputs[0] ?? '', attributes, domain };
  const captured = new Set<string>();
  for (const each of attributes) addUses(each, { node, budget, depth }, captured);
  return { ...node, captured: [...captured], message };
}

interface Inside {
  readonly node: Pick<OnnxNode, 'name' | 'operator'>;
  readonly budget: Budget;
  readonly depth: number;
}

/** Adds what the graphs of an attribute use of the tensors around them. */
function addUses(attribute: Uint8Array, inside: Inside, uses: Set<string>): void {
  const enter = (field: { bytes(): Uint8Array }) => {
    for (const name of subgraphUses(field.bytes(), inside)) uses.add(name);
  };
  readMessage(attribute, 'AttributeProto', {
    5: (field) => refuseExternal(field.bytes(), inside),
    6: enter,
    11: enter,
  });
}

function subgraphUses(graph: Uint8Array, inside: Inside): Set<string> {
  const { node, budget } = inside;
  const depth = inside.depth + 1;
  if (depth > DEEPEST) {
    throw new TensorFault(`the subgraphs of ${nodeText(node)} are more than ${DEEPEST} deep`);
  }
  const used = new Set<string>();
  const made = new Set<string>();
  const add = (names: Set<string>, name: string) => {
    budget.take('tensors');
    names.add(name);
  };
  readMessage(graph, 'GraphProto', {
    1: (field) => {
      budget.take('nodes');
      const inner = readFullNode(field.bytes(), budget, depth);
      for (const name of [...inner.inputs, ...inner.captured]) add(used, name);
      for (const name of inner.outputs) add(made, name);
    },
    5: (field) => {
      const tensor = field.bytes();
      refuseExternal(tensor, inside);
      add(made, tensorName(tensor));
    },
    11: (field) => add(made, readTensorInfo(field.bytes()).name),
    12: (field) => add(used, readTensorInfo(field.bytes()).name),
  });
  return new Set([...used].filter((name) => name !== '' && !made.has(name)));
}

/** Only the main graph's initializers are looked for in other files. */
function refuseExternal(tensor: Uint8Array, { node }: Inside): void {
  if (externalData(tensor) === undefined) return;
  throw new TensorFault(
    `a tensor within ${nodeText(node)} is in another file`,
    'only initializers of the main graph may be',
  );
}
