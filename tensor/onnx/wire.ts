import protobuf from 'protobufjs/minimal.js';
import { TensorFault } from '../fault.ts';

/** What a message's fields do with what they read; fields without an entry are skipped. */
export type FieldHandlers = Readonly<Record<number, (field: Field) => void>>;

/** Reads one protobuf message. Nothing is copied, nothing nested is entered. Throws TensorFault. */
export function readMessage(bytes: Uint8Array, message: string, handlers: FieldHandlers): void {
  const reader = new protobuf.Reader(bytes);
  intact(message, () => {
    while (reader.pos < reader.len) {
      const tag = reader.tag();
      const number = tag >>> 3;
      const handler = handlers[number];
      if (handler === undefined) reader.skipType(tag & 7, 0, number);
      else handler(new Field(message, number, tag & 7, reader));
    }
  });
}

/** Reads something of a message; says which one where its bytes are no protobuf. */
function intact(message: string, read: () => void): void {
  try {
    read();
  } catch (error) {
    if (error instanceof TensorFault) throw error;
    const reason = error instanceof RangeError ? 'it ends inside a field' : String(error);
    throw new TensorFault(
      `it is no intact ONNX model: ${message}: ${reason.replace(/^Error: /, '')}`,
    );
  }
}

/** The fields of a message in order, each with its bytes, tag included. Throws TensorFault. */
export function splitFields(bytes: Uint8Array, message: string): MessageField[] {
  const fields: MessageField[] = [];
  const reader = new protobuf.Reader(bytes);
  intact(message, () => {
    while (reader.pos < reader.len) {
      const start = reader.pos;
      const tag = reader.tag();
      reader.skipType(tag & 7, 0, tag >>> 3);
      fields.push({ number: tag >>> 3, bytes: bytes.subarray(start, reader.pos) });
    }
  });
  return fields;
}

export interface MessageField {
  readonly number: number;
  readonly bytes: Uint8Array;
}

const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;

/** One field of a message, to be read as what the schema says it is. */
export class Field {
  constructor(
    private readonly message: string,
    private readonly number: number,
    private readonly wire: number,
    private readonly reader: protobuf.Reader,
  ) {}

  bytes(): Uint8Array {
    this.expect(BYTES);
    return this.reader.bytes();
  }

  /** For a field that is not needed after all. */
  skip(): void {
    this.reader.skipType(this.wire, 0, this.number);
  }

  text(): string {
    this.expect(BYTES);
    return this.reader.string();
  }

  /** int32 and int64; beyond 2^53 some unsafe integer. */
  integer(): number {
    this.expect(VARINT);
    return signed(this.reader);
  }

  float(): number {
    this.expect(FIXED32);
    return this.reader.float();
  }

  /** A repeated field, packed or not: `take` gets value by value. */
  repeated(type: RepeatedType, take: (value: number) => void): void {
    const { wire, read } = REPEATED[type];
    if (this.wire !== BYTES) {
      this.expect(wire);
      take(read(this.reader));
      return;
    }
    const packed = new protobuf.Reader(this.reader.bytes());
    while (packed.pos < packed.len) take(read(packed));
  }

  private expect(wire: number): void {
    if (this.wire === wire) return;
    throw new TensorFault(
      `it is no intact ONNX model: field ${this.number} of ${this.message} has wire type ${this.wire}`,
    );
  }
}

export type RepeatedType = 'float' | 'double' | 'signed' | 'unsigned';

const REPEATED: Readonly<
  Record<RepeatedType, { wire: number; read: (reader: protobuf.Reader) => number }>
> = {
  float: { wire: FIXED32, read: (reader) => reader.float() },
  double: { wire: FIXED64, read: (reader) => reader.double() },
  signed: { wire: VARINT, read: signed },
  unsigned: { wire: VARINT, read: (reader) => plainNumber(reader.uint64()) },
};

function signed(reader: protobuf.Reader): number {
  return plainNumber(reader.int64());
}

/** protobufjs gives 64-bit integers as Long objects. */
function plainNumber(value: unknown): number {
  return typeof value === 'number' ? value : (value as { toNumber(): number }).toNumber();
}
