import { bitLength } from '../systemverilog.ts';

/** RO: written never; RW: what is written; RW1C: writing 1 to a bit that says so clears it. */
export type Access = 'RO' | 'RW' | 'RW1C';

/** Values that a field takes; a write of another one is refused. */
export type Allowed =
  | { readonly kind: 'range'; readonly from: number; readonly to: number }
  | { readonly kind: 'list'; readonly values: readonly number[] };

export interface RegisterField {
  readonly name: string;
  readonly lsb: number;
  readonly width: number;
  readonly meaning: string;
  /** After a reset. */
  readonly reset: number;
  readonly allowed: Allowed;
  /**
   * Name of the value in the RTL where the register only holds it; absent where hardware has a say,
   * and in read-only registers.
   */
  readonly signal?: string;
}

export interface Register {
  readonly name: string;
  /** In bytes. */
  readonly address: number;
  readonly access: Access;
  readonly meaning: string;
  /** Copied when a run starts: what is written later counts for the next one. */
  readonly layer: boolean;
  readonly fields: readonly RegisterField[];
}

/** A register before it is said whether it belongs to the layer. */
export type Described = Omit<Register, 'layer'>;

/** A register of one field in its low bits; its value is called after the register by default. */
export function single(
  name: string,
  address: number,
  fieldName: string,
  width: number,
  allowed: Allowed,
  reset: number,
  meaning: string,
  signal = name.toLowerCase(),
): Described {
  const fields = [field(fieldName, 0, width, allowed, reset, meaning, signal)];
  return { name, address, access: 'RW', meaning, fields };
}

export function readOnly(
  name: string,
  address: number,
  fields: readonly RegisterField[],
  meaning: string,
): Described {
  return { name, address, access: 'RO', meaning, fields };
}

export function field(
  name: string,
  lsb: number,
  width: number,
  allowed: Allowed,
  reset: number,
  meaning: string,
  signal?: string,
): RegisterField {
  return { name, lsb, width, meaning, reset, allowed, ...(signal === undefined ? {} : { signal }) };
}

export function fixed(
  name: string,
  lsb: number,
  width: number,
  value: number,
  meaning: string,
): RegisterField {
  return field(name, lsb, width, { kind: 'list', values: [value] }, value, meaning);
}

export function range(from: number, to: number): Allowed {
  return { kind: 'range', from, to };
}

/** Bits that hold every allowed value; 0 where only 0 is allowed. */
export function storedWidth({ allowed }: RegisterField): number {
  return bitLength(allowed.kind === 'range' ? allowed.to : Math.max(...allowed.values));
}

/** Whether there is anything to hold: more than one value. */
export function isStored(field: RegisterField): boolean {
  const { signal, allowed } = field;
  const single = allowed.kind === 'range' ? allowed.from === allowed.to : allowed.values.length < 2;
  return signal !== undefined && !single;
}

/** What a register reads as after a reset. */
export function resetWord({ fields }: Register): number {
  return fields.reduce((word, { lsb, reset }) => word + reset * 2 ** lsb, 0);
}
