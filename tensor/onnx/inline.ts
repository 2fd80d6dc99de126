import protobuf from 'protobufjs/minimal.js';
import { TensorFault } from '../fault.ts';
import { LARGEST_MODEL } from './external.ts';
import { type ExternalReader, externalData } from './tensor-proto.ts';
import { readMessage, splitFields } from './wire.ts';

/** The model with the values of its initializers inside it. Throws TensorFault, Failure. */
export async function inlineExternal(
  model: Uint8Array,
  readExternal: ExternalReader,
): Promise<Uint8Array> {
  const inline = createInliner(readExternal);
  return mapField(model, { message: 'ModelProto', number: 7 }, (graph) =>
    mapField(graph, { message: 'GraphProto', number: 5 }, inline),
  );
}

type Rewrite = (message: Uint8Array) => Promise<Uint8Array>;

/** Rewrites what is in one field of a message; the message itself where nothing changes. */
async function mapField(
  bytes: Uint8Array,
  { message, number }: { message: string; number: number },
  rewrite: Rewrite,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let changed = false;
  for (const field of splitFields(bytes, message)) {
    const inner = field.number === number ? contentOf(field.bytes, message, number) : undefined;
    const after = inner === undefined ? undefined : await rewrite(inner);
    if (after === undefined || after === inner) parts.push(field.bytes);
    else {
      changed = true;
      const head = new protobuf.Writer()
        .uint32(number * 8 + 2)
        .uint32(after.length)
        .finish();
      parts.push(head, after);
    }
  }
  return changed ? Buffer.concat(parts) : bytes;
}

function contentOf(field: Uint8Array, message: string, number: number): Uint8Array {
  let content = new Uint8Array();
  readMessage(field, message, {
    [number]: (inner) => {
      content = inner.bytes() as typeof content;
    },
  });
  return content;
}

/** Fields of a TensorProto that say where its values are. */
const EXTERNAL_FIELDS = [9, 13, 14];

function createInliner(readExternal: ExternalReader): Rewrite {
  let total = 0;
  const checkTotal = (bytes: number) => {
    if (total + bytes <= LARGEST_MODEL) return;
    throw new TensorFault(`its external data are more than ${LARGEST_MODEL} bytes`);
  };
  return async (tensor) => {
    const range = externalData(tensor);
    if (range === undefined) return tensor;
    checkTotal(range.length ?? 0);
    const values = await readExternal(range);
    checkTotal(values.length);
    total += values.length;
    const kept = splitFields(tensor, 'TensorProto').filter(
      ({ number }) => !EXTERNAL_FIELDS.includes(number),
    );
    const head = new protobuf.Writer()
      .uint32(9 * 8 + 2)
      .uint32(values.length)
      .finish();
    return Buffer.concat([...kept.map(({ bytes }) => bytes), head, values]);
  };
}
