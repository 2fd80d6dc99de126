import { ModelProto } from './onnx-schema.ts';

/** A float is wrapped, so that 1 is the integer and not 1.0. */
export type AttributeValue = number | readonly number[] | string | { readonly float: number };

export interface NodeParts {
  readonly operator: string;
  readonly name: string;
  /** Name of the tensor that it gives; default: its own. */
  readonly output?: string;
  readonly inputs: readonly string[];
  readonly attributes?: Readonly<Record<string, AttributeValue>>;
}

/** A float32 tensor that goes in or comes out; a word stands for a free size. */
export interface Port {
  readonly name: string;
  readonly dims: readonly (number | string)[];
}

export interface ModelParts {
  /** The graph's name. */
  readonly name: string;
  readonly description: string;
  readonly inputs: readonly Port[];
  /** Tensors of the graph by the names that they have there. */
  readonly outputs: readonly Port[];
  readonly metadata?: Readonly<Record<string, string>>;
}

export interface GraphWriter {
  /** Adds a node and returns its output's name. */
  node(parts: NodeParts): string;
  /** Adds an initializer of float32 values, row by row, and returns its name. */
  floats(name: string, dims: readonly number[], values: ArrayLike<number>): string;
  /** Adds an initializer of int64 values, such as a shape, and returns its name. */
  integers(name: string, dims: readonly number[], values: readonly number[]): string;
  /** The model's file: operator set 13, the nodes in the order in which they were added. */
  model(parts: ModelParts): Uint8Array;
}

const IR_VERSION = 7;
const OPERATOR_SET = 13;
/** TensorProto.DataType. */
const DATA_TYPE = { float: 1, int64: 7 } as const;
/** AttributeProto.AttributeType. */
const ATTRIBUTE_TYPE = { float: 1, int: 2, string: 3, ints: 7 } as const;

/** An ONNX graph that grows node by node. Nothing is checked: onnxruntime does that. */
export function createGraph(): GraphWriter {
  const nodes: object[] = [];
  const tensors: object[] = [];
  return {
    node({ operator, name, output = name, inputs, attributes = {} }) {
      const attribute = Object.entries(attributes).map(([key, value]) => ({
        name: key,
        ...attributeProto(value),
      }));
      nodes.push({ op_type: operator, name, input: inputs, output: [output], attribute });
      return output;
    },
    floats: (name, dims, values) => tensor(name, dims, DATA_TYPE.float, Float32Array.from(values)),
    integers: (name, dims, values) =>
      tensor(name, dims, DATA_TYPE.int64, BigInt64Array.from(values.map(BigInt))),
    model({ name, description, inputs, outputs, metadata = {} }) {
      const graph = {
        name,
        node: nodes,
        initializer: tensors,
        input: inputs.map(valueInfo),
        output: outputs.map(valueInfo),
      };
      return ModelProto.encode({
        ir_version: IR_VERSION,
        producer_name: 'logposit',
        doc_string: description,
        graph,
        opset_import: [{ domain: '', version: OPERATOR_SET }],
        metadata_props: Object.entries(metadata).map(([key, value]) => ({ key, value })),
      }).finish();
    },
  };

  function tensor(
    name: string,
    dims: readonly number[],
    type: number,
    { buffer }: Float32Array | BigInt64Array,
  ): string {
    tensors.push({ name, dims, data_type: type, raw_data: new Uint8Array(buffer) });
    return name;
  }
}

function attributeProto(value: AttributeValue): object {
  if (typeof value === 'number') return { i: value, type: ATTRIBUTE_TYPE.int };
  if (typeof value === 'string') {
    return { s: new TextEncoder().encode(value), type: ATTRIBUTE_TYPE.string };
  }
  if ('float' in value) return { f: value.float, type: ATTRIBUTE_TYPE.float };
  return { ints: value, type: ATTRIBUTE_TYPE.ints };
}

function valueInfo({ name, dims }: Port): object {
  const dim = dims.map((size) =>
    typeof size === 'number' ? { dim_value: size } : { dim_param: size },
  );
  return { name, type: { tensor_type: { elem_type: DATA_TYPE.float, shape: { dim } } } };
}
