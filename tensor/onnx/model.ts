import { quoted, TensorFault } from '../fault.ts';
import { type Budget, createBudget } from './budget.ts';
import { graphMessage, tensorName } from './graph.ts';
import { type FullNode, plainDomain, readFullNode } from './node.ts';
import { readTensorInfo, type TensorInfo } from './tensor-info.ts';
import { readMessage } from './wire.ts';

/** All that a model says about how it is carried out. */
export interface OnnxModel {
  /** 0 where the file has none. */
  readonly irVersion: number;
  /** Version of each operator set; '' is ONNX's own. */
  readonly opsets: ReadonlyMap<string, number>;
  readonly nodes: readonly FullNode[];
  /** TensorProto messages by name. */
  readonly initializers: ReadonlyMap<string, Uint8Array>;
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
  /** What the file says of tensors in between. */
  readonly infos: readonly TensorInfo[];
}

/** Reads a whole model but for the values in it; subgraphs count. Throws TensorFault. */
export function readModel(model: Uint8Array, mostNodes?: number): OnnxModel {
  const graph = graphMessage(model);
  return { ...readVersions(model), ...readFullGraph(graph, createBudget(mostNodes)) };
}

function readVersions(model: Uint8Array): Pick<OnnxModel, 'irVersion' | 'opsets'> {
  const budget = createBudget();
  const opsets = new Map<string, number>();
  let irVersion = 0;
  readMessage(model, 'ModelProto', {
    1: (field) => {
      irVersion = field.integer();
    },
    8: (field) => {
      budget.take('tensors');
      const { domain, version } = readOperatorSet(field.bytes());
      if (opsets.has(domain)) {
        throw new TensorFault(`it names two versions of the operator set ${quoted(domain)}`);
      }
      opsets.set(domain, version);
    },
  });
  return { irVersion, opsets };
}

function readOperatorSet(bytes: Uint8Array): { domain: string; version: number } {
  let domain = '';
  let version = 0;
  readMessage(bytes, 'OperatorSetIdProto', {
    1: (field) => {
      domain = plainDomain(field.text());
    },
    2: (field) => {
      version = field.integer();
    },
  });
  return { domain, version };
}

function readFullGraph(graph: Uint8Array, budget: Budget): Omit<OnnxModel, 'irVersion' | 'opsets'> {
  const nodes: FullNode[] = [];
  const initializers = new Map<string, Uint8Array>();
  const inputs: TensorInfo[] = [];
  const outputs: TensorInfo[] = [];
  const infos: TensorInfo[] = [];
  const infoInto = (list: TensorInfo[]) => (field: { bytes(): Uint8Array }) => {
    budget.take('tensors');
    list.push(readTensorInfo(field.bytes()));
  };
  readMessage(graph, 'GraphProto', {
    1: (field) => {
      budget.take('nodes');
      nodes.push(readFullNode(field.bytes(), budget));
    },
    5: (field) => {
      budget.take('tensors');
      const tensor = field.bytes();
      const name = tensorName(tensor);
      if (initializers.has(name)) throw new TensorFault(`it has two tensors named ${quoted(name)}`);
      initializers.set(name, tensor);
    },
    11: infoInto(inputs),
    12: infoInto(outputs),
    13: infoInto(infos),
    15: () => {
      throw new TensorFault('it has sparse initializers, which are not read');
    },
  });
  return { nodes, initializers, inputs, outputs, infos };
}
