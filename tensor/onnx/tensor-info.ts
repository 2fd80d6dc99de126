import { TensorFault } from '../fault.ts';
import { MOST_AXES } from '../shape.ts';
import { readMessage } from './wire.ts';

/** What a model says about a tensor beforehand: a ValueInfoProto. */
export interface TensorInfo {
  readonly name: string;
  /** TensorProto.DataType; undefined where it is not said, or no tensor. */
  readonly type: number | undefined;
  /** null for a free size; undefined where nothing is said of the shape. */
  readonly dims: readonly (number | null)[] | undefined;
}

/** Reads a ValueInfoProto message. Throws TensorFault. */
export function readTensorInfo(bytes: Uint8Array): TensorInfo {
  let name = '';
  let tensor: Uint8Array | undefined;
  readMessage(bytes, 'ValueInfoProto', {
    1: (field) => {
      name = field.text();
    },
    2: (field) =>
      readMessage(field.bytes(), 'TypeProto', {
        1: (inner) => {
          tensor = inner.bytes();
        },
      }),
  });
  return { name, ...readTensorType(tensor ?? new Uint8Array()) };
}

function readTensorType(bytes: Uint8Array): Omit<TensorInfo, 'name'> {
  let type: number | undefined;
  let dims: (number | null)[] | undefined;
  readMessage(bytes, 'TypeProto.Tensor', {
    1: (field) => {
      type = field.integer();
    },
    2: (field) => {
      dims = readDims(field.bytes());
    },
  });
  return { type, dims };
}

function readDims(bytes: Uint8Array): (number | null)[] {
  const dims: (number | null)[] = [];
  readMessage(bytes, 'TensorShapeProto', {
    1: (field) => {
      if (dims.length === MOST_AXES)
        throw new TensorFault(`a tensor has more than ${MOST_AXES} axes`);
      dims.push(readDim(field.bytes()));
    },
  });
  return dims;
}

function readDim(bytes: Uint8Array): number | null {
  let size: number | null = null;
  readMessage(bytes, 'TensorShapeProto.Dimension', {
    1: (field) => {
      size = field.integer();
    },
  });
  return size;
}
