import { quoted, TensorFault } from '../fault.ts';
import { nodeText, type OnnxNode } from './graph.ts';
import { readMessage } from './wire.ts';

/** A node as far as its attributes go. */
type Attributed = Pick<OnnxNode, 'name' | 'operator' | 'attributes'>;

/** The AttributeProto message of a node by its name; undefined where it has none. */
function attributeMessage({ attributes }: Attributed, name: string): Uint8Array | undefined {
  return attributes.find((bytes) => {
    let found = '';
    readMessage(bytes, 'AttributeProto', {
      1: (field) => {
        found = field.text();
      },
    });
    return found === name;
  });
}

/** An attribute of one integer; undefined where the node has none. Throws TensorFault. */
export function integerAttribute(node: Attributed, name: string): number | undefined {
  let integer: number | undefined;
  readMessage(attributeMessage(node, name) ?? EMPTY, 'AttributeProto', {
    3: (field) => {
      integer = field.integer();
    },
  });
  return integer;
}

/** An attribute of `most` integers at most; undefined where the node has none. Throws TensorFault. */
export function integersAttribute(
  node: Attributed,
  name: string,
  most: number,
): readonly number[] | undefined {
  const message = attributeMessage(node, name);
  if (message === undefined) return undefined;
  const integers: number[] = [];
  readMessage(message, 'AttributeProto', {
    8: (field) =>
      field.repeated('signed', (value) => {
        if (integers.length === most) {
          throw new TensorFault(
            `${quoted(name)} of ${nodeText(node)} has more than ${most} numbers`,
          );
        }
        integers.push(value);
      }),
  });
  return integers;
}

/** The TensorProto message of an attribute; undefined where it has none. Throws TensorFault. */
export function tensorAttribute(node: Attributed, name: string): Uint8Array | undefined {
  let tensor: Uint8Array | undefined;
  readMessage(attributeMessage(node, name) ?? EMPTY, 'AttributeProto', {
    5: (field) => {
      tensor = field.bytes();
    },
  });
  return tensor;
}

/** An attribute of one number; undefined where the node has none. Throws TensorFault. */
export function floatAttribute(node: Attributed, name: string): number | undefined {
  let number: number | undefined;
  readMessage(attributeMessage(node, name) ?? EMPTY, 'AttributeProto', {
    2: (field) => {
      number = field.float();
    },
  });
  return number;
}

/** An attribute of numbers; undefined where the node has none. Throws TensorFault. */
export function floatsAttribute(node: Attributed, name: string): readonly number[] | undefined {
  const message = attributeMessage(node, name);
  if (message === undefined) return undefined;
  const numbers: number[] = [];
  readMessage(message, 'AttributeProto', {
    7: (field) => field.repeated('float', (value) => numbers.push(value)),
  });
  return numbers;
}

/** An attribute of text; undefined where the node has none. Throws TensorFault. */
export function textAttribute(node: Attributed, name: string): string | undefined {
  let text: string | undefined;
  readMessage(attributeMessage(node, name) ?? EMPTY, 'AttributeProto', {
    4: (field) => {
      text = field.text();
    },
  });
  return text;
}

const EMPTY = new Uint8Array();
