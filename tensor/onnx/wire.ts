import protobuf from 'protobufjs/minimal.js';
import { TensorFault } from '../fault.ts';

/** What a message's fields do with what they read; fields without an entry are skipped. */
export type FieldHandlers = Readonly<Record<number, (field: Field) => void>>;

/** Reads one protobuf message. Nothing is copied, nothing nested is entered. Throws TensorFault. */
export function readMessage(bytes: Uint8Array, message: string, handlers: FieldHandlers): void {
  const reader = new protobuf.Reader(bytes);
  try {
    while (reader.pos < reader.len) {
      const tag = reader.tag();
      const number = tag >>> 3;
      const handler = handlers[number];
      if (handler === undefined) reader.skipType(tag & 7, 0, number);
      else handler(new Field(message, number, tag & 7, reader));
    }
  } catch (error) {
    if (error instanceof TensorFault) throw error;
    const reason = error instanceof RangeError ? 'it ends inside a field' : String(error);
    throw new TensorFault(
      `it is no intact ONNX model: ${message}: ${reason.replace(/^Error: /, '')}`,
    );
  }
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
