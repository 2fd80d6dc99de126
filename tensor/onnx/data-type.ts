import type { DtypeName } from '../dtype.ts';

/** The name of a TensorProto.DataType. */
export function dataTypeName(number: number): string {
  return NUMBER_TYPES[number] ?? OTHER_TYPES[number] ?? `number ${number}`;
}

/** TensorProto.DataType of a name; undefined where there is none. */
export function dataTypeNumber(name: string): number | undefined {
  const entries = [...Object.entries(NUMBER_TYPES), ...Object.entries(OTHER_TYPES)];
  const number = entries.find(([, each]) => each === name)?.[0];
  return number === undefined ? undefined : Number(number);
}

/** TensorProto.DataType of numbers that are read. */
export const NUMBER_TYPES: Readonly<Record<number, DtypeName>> = {
  1: 'float32',
  2: 'uint8',
  3: 'int8',
  4: 'uint16',
  5: 'int16',
  6: 'int32',
  7: 'int64',
  10: 'float16',
  11: 'float64',
  12: 'uint32',
  13: 'uint64',
  16: 'bfloat16',
};

const OTHER_TYPES: Readonly<Record<number, string>> = {
  0: 'undefined',
  8: 'string',
  9: 'bool',
  14: 'complex64',
  15: 'complex128',
  17: 'float8e4m3fn',
  18: 'float8e4m3fnuz',
  19: 'float8e5m2',
  20: 'float8e5m2fnuz',
  21: 'uint4',
  22: 'int4',
  23: 'float4e2m1',
};
