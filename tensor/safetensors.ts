import { type DtypeName, dtypeNamed, readValues } from './dtype.ts';
import { quoted, TensorFault } from './fault.ts';
import type { TensorFile } from './file.ts';
import { repeatedKey } from './json-keys.ts';
import { nameFault } from './names.ts';
import type { RawTensor } from './raw.ts';
import { countValues, shapeText } from './shape.ts';

/** The limit of the format's own library. */
const LONGEST_HEADER = 100_000_000;

/** Reads one tensor of a safetensors file, whose whole table is checked. Throws TensorFault. */
export async function readSafetensors(
  file: TensorFile,
  name: string | undefined,
): Promise<RawTensor> {
  const { table, dataStart } = await readTable(file);
  const entry = name === undefined ? undefined : table.get(name);
  if (entry === undefined) throw nameFault(name, [...table.keys()]);
  const { dtype, shape, begin, end } = entry;
  const typeName = TYPES.get(dtype);
  if (typeName === undefined) {
    throw new TensorFault(
      `${quoted(name ?? '')} has values of type ${quoted(dtype)}, which are not read`,
      `${[...TYPES.keys()].join(', ')} are`,
    );
  }
  const type = dtypeNamed(typeName);
  countValues(shape);
  const bytes = await file.read(dataStart + begin, end - begin);
  return { shape, type, values: readValues(bytes, type, true) };
}

const TYPES: ReadonlyMap<string, DtypeName> = new Map([
  ['F16', 'float16'],
  ['BF16', 'bfloat16'],
  ['F32', 'float32'],
  ['F64', 'float64'],
  ['I8', 'int8'],
  ['I16', 'int16'],
  ['I32', 'int32'],
  ['I64', 'int64'],
  ['U8', 'uint8'],
  ['U16', 'uint16'],
  ['U32', 'uint32'],
  ['U64', 'uint64'],
]);

interface Entry {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Bytes, from the end of the header. */
  readonly begin: number;
  readonly end: number;
}

async function readTable(
  file: TensorFile,
): Promise<{ table: ReadonlyMap<string, Entry>; dataStart: number }> {
  if (file.size === 0) throw new TensorFault('the file is empty');
  if (file.size < 8) throw new TensorFault('it is no .safetensors file: it is too short');
  const field = await file.read(0, 8);
  const length = Number(new DataView(field.buffer).getBigUint64(0, true));
  if (length > LONGEST_HEADER || length > file.size - 8) {
    throw new TensorFault(
      `its header claims ${length} bytes, ${file.size - 8} follow`,
      'it is damaged or no .safetensors file',
    );
  }
  const dataStart = 8 + length;
  const header = parseHeader(await file.read(8, length));
  const entries = Object.entries(header)
    .filter(([name]) => name !== '__metadata__')
    .map(([name, value]) => checkEntry(name, value));
  checkPlaces(entries, file.size - dataStart);
  return { table: new Map(entries.map((entry) => [entry.name, entry])), dataStart };
}

function parseHeader(bytes: Uint8Array): object {
  if (bytes[0] !== OPEN_BRACE) throw notJson();
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const value: unknown = JSON.parse(text);
    const twice = repeatedKey(text);
    if (twice === undefined) return value as object;
    throw new TensorFault(`its header has the key ${quoted(twice)} twice in one object`);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError || error instanceof RangeError) {
      throw notJson();
    }
    throw error;
  }
}

/** The format says that its header begins with this byte: no byte order mark, no space. */
const OPEN_BRACE = 0x7b;

function notJson(): TensorFault {
  return new TensorFault('its header is no JSON object', 'it is damaged or no .safetensors file');
}

function checkEntry(name: string, value: unknown): Entry {
  const { dtype, shape, data_offsets } = (value ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof dtype !== 'string') throw new TensorFault(`${quoted(name)} has no "dtype"`);
  if (!isSizes(shape)) throw new TensorFault(`${quoted(name)} has no valid "shape"`);
  if (!isSizes(data_offsets) || data_offsets.length !== 2) {
    throw new TensorFault(`${quoted(name)} has no valid "data_offsets"`);
  }
  const [begin = 0, end = 0] = data_offsets;
  if (end < begin) {
    throw new TensorFault(`the data of ${quoted(name)} ends before it begins: ${begin} to ${end}`);
  }
  const type = TYPES.get(dtype);
  const length = shape.reduce((product, size) => product * size, 1);
  if (type !== undefined && end - begin !== length * dtypeNamed(type).bytes) {
    throw new TensorFault(
      `${quoted(name)}, ${dtype} of shape ${shapeText(shape)}, needs ` +
        `${length * dtypeNamed(type).bytes} bytes, its offsets give ${end - begin}`,
    );
  }
  return { name, dtype, shape, begin, end };
}

function isSizes(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

/** The tensors must fill the data exactly: nothing beyond it, no overlap, no gap. */
function checkPlaces(entries: readonly Entry[], size: number): void {
  let end = 0;
  let before: Entry | undefined;
  for (const entry of entries.toSorted((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (entry.end > size) {
      throw new TensorFault(
        `the data of ${quoted(entry.name)} ends at byte ${entry.end}, the file holds ${size} bytes of data`,
      );
    }
    if (entry.begin < end) {
      throw new TensorFault(`${quoted(entry.name)} overlaps ${quoted(before?.name ?? '')}`);
    }
    if (entry.begin > end) {
      throw new TensorFault(`bytes ${end} to ${entry.begin} of the data belong to no tensor`);
    }
    end = entry.end;
    before = entry;
  }
  if (end < size) throw new TensorFault(`bytes ${end} to ${size} of the data belong to no tensor`);
}
