import { realpath } from 'node:fs/promises';
import { dirname, isAbsolute, join, sep } from 'node:path';
import { quoted, TensorFault } from '../fault.ts';
import { type TensorFile, withTensorFile } from '../file.ts';
import type { ExternalRange } from './tensor-proto.ts';

/** Protobuf's own limit for one message. */
export const LARGEST_MODEL = 2 ** 31;

/** All bytes of a model's file. */
export async function readModelBytes(file: TensorFile): Promise<Uint8Array> {
  if (file.size > LARGEST_MODEL) {
    throw new TensorFault(`it has ${file.size} bytes, more than protobuf's ${LARGEST_MODEL}`);
  }
  return file.read(0, file.size);
}

/** External data of a model: only below the model's directory, links followed. */
export async function readBeside(model: string, range: ExternalRange): Promise<Uint8Array> {
  const { location, offset, length } = range;
  const shown = `its external data ${quoted(location)}`;
  const directory = await realpath(dirname(model));
  if (location === '' || location.includes('\0') || isAbsolute(location)) {
    throw new TensorFault(`${shown} must be a path below the model's directory`);
  }
  const path = await realpath(join(directory, location)).catch(() => join(directory, location));
  if (!path.startsWith(directory.endsWith(sep) ? directory : directory + sep)) {
    throw new TensorFault(`${shown} must be a path below the model's directory`);
  }
  return withTensorFile(path, shown, async (file) => {
    if (offset > file.size || offset + (length ?? 0) > file.size) {
      throw new TensorFault(
        `${shown} has ${file.size} bytes, ${offset + (length ?? 0)} are needed`,
      );
    }
    return file.read(offset, length ?? file.size - offset);
  });
}
