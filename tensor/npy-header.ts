import { type Dtype, type DtypeName, dtypeNamed } from './dtype.ts';
import { quoted, TensorFault } from './fault.ts';

/** What the header of a .npy file says. */
export interface NpyHeader {
  /** Type of the values as NumPy abbreviates it, e.g. "<f4". */
  readonly descr: string;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
}

const KEYS = ['descr', 'fortran_order', 'shape'];
const DAMAGED = 'its header is damaged';

const ENTRY = /\s*'(?<key>[^']*)'\s*:\s*(?<value>'[^']*'|\([^()]*\)|\w+)\s*(?:,|(?=\}))/y;
const END = /\s*\}(?<rest>.*)$/sy;

/**
 * Reads a Python dictionary of exactly three entries, then spaces up to a line break, which ends the
 * header. Throws TensorFault.
 */
export function parseHeader(text: string): NpyHeader {
  const entries = parseEntries(text);
  const [descr, order, shape] = KEYS.map((key) => entries.get(key));
  const type = /^'(.*)'$/s.exec(descr ?? '')?.[1];
  if (type === undefined || shape === undefined || (order !== 'True' && order !== 'False')) {
    throw incomplete(text);
  }
  return { descr: type, fortranOrder: order === 'True', shape: parseShape(shape) };
}

/** The entries of the dictionary with their values as they are written. */
function parseEntries(text: string): ReadonlyMap<string, string> {
  const entries = new Map<string, string>();
  let place = 1;
  for (;;) {
    ENTRY.lastIndex = place;
    const { key, value } = ENTRY.exec(text)?.groups ?? {};
    if (key === undefined || value === undefined) break;
    if (!KEYS.includes(key)) throw new TensorFault(`${DAMAGED}: it has the key ${quoted(key)}`);
    if (entries.has(key)) throw new TensorFault(`${DAMAGED}: it says ${key} twice`);
    entries.set(key, value);
    place = ENTRY.lastIndex;
  }
  END.lastIndex = place;
  const rest = END.exec(text)?.groups?.rest;
  if (rest === undefined || !text.startsWith('{')) throw incomplete(text);
  if (/^ *\n$/.test(rest)) return entries;
  const found = rest.trim();
  throw new TensorFault(
    found === ''
      ? `${DAMAGED}: it must end in spaces and a line break`
      : `${DAMAGED}: ${quoted(found)} follows its dictionary`,
  );
}

function incomplete(text: string): TensorFault {
  if (/'descr'\s*:\s*\[/.test(text)) return new TensorFault('its values are records, not numbers');
  return new TensorFault(
    `${DAMAGED}: it must say descr, fortran_order and shape`,
    quoted(text.trim()),
  );
}

const SIZE = /^(?:0|[1-9][0-9]*)L?$/;

/** A tuple of Python: a lone size has a comma after it, of more the last one may have. */
function parseShape(text: string): readonly number[] {
  const inside = text.slice(1, -1).trim();
  const parts = inside === '' ? [] : inside.split(',').map((part) => part.trim());
  const sizes = parts.length > 1 && parts.at(-1) === '' ? parts.slice(0, -1) : parts;
  const isTuple = text.startsWith('(') && parts.length !== 1;
  if (isTuple && sizes.every((size) => SIZE.test(size)))
    return sizes.map((size) => Number.parseInt(size, 10));
  throw new TensorFault(`${DAMAGED}: the shape ${quoted(text)} is no tuple of sizes`);
}

const TYPES: ReadonlyMap<string, DtypeName> = new Map([
  ['f2', 'float16'],
  ['f4', 'float32'],
  ['f8', 'float64'],
  ['i1', 'int8'],
  ['i2', 'int16'],
  ['i4', 'int32'],
  ['i8', 'int64'],
  ['u1', 'uint8'],
  ['u2', 'uint16'],
  ['u4', 'uint32'],
  ['u8', 'uint64'],
]);

/** Takes a byte order and a type apart; "|" stands before single bytes only. Throws TensorFault. */
export function parseDescr(descr: string): { type: Dtype; littleEndian: boolean } {
  const order = descr.slice(0, 1);
  const name = TYPES.get(descr.slice(1));
  const type = name === undefined ? undefined : dtypeNamed(name);
  if (type === undefined || !(type.bytes === 1 ? '<>|=' : '<>=').includes(order)) {
    throw new TensorFault(
      `values of type ${quoted(descr)} are not read`,
      'float16, float32, float64 and integers of 8 to 64 bits are',
    );
  }
  return { type, littleEndian: order !== '>' };
}
