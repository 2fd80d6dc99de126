import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { errorCode, Failure, ioFailure } from '../system/failure.ts';
import { TensorFault } from './fault.ts';

/** An open file of known size. */
export interface TensorFile {
  /** Bytes. */
  readonly size: number;
  /** Bytes offset..offset+length; throws TensorFault where the file has no such bytes. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

const GIB = 2 ** 30;
const LARGEST_FILE = 4 * GIB;
/** Bytes of one read call. */
const CHUNK = 2 ** 26;

/**
 * Opens a regular file, works on it and closes it. `shown` is its name in messages. Throws Failure:
 * input where it is absent, no regular file or too large, io where the system refuses to read it.
 */
export async function withTensorFile<T>(
  path: string,
  shown: string,
  work: (file: TensorFile) => Promise<T>,
): Promise<T> {
  const handle = await openRegular(path, shown);
  try {
    const { size } = await handle.stat();
    if (size > LARGEST_FILE) {
      throw new TensorFault(`it has ${size} bytes, more than the ${LARGEST_FILE} that are read`);
    }
    return await work({ size, read: (offset, length) => readRange(handle, size, offset, length) });
  } catch (error) {
    if (errorCode(error).startsWith('E')) throw ioFailure(error, 'read', shown);
    throw error;
  } finally {
    await handle.close();
  }
}

const NOT_THERE = ['ENOENT', 'EISDIR', 'ENOTDIR', 'ENAMETOOLONG', 'ELOOP', 'ENXIO'];

/** Without waiting: a FIFO would keep `open` until somebody writes into it. */
async function openRegular(path: string, shown: string): Promise<FileHandle> {
  if (path.includes('\0')) throw new TensorFault('a path has no zero byte');
  let handle: FileHandle;
  try {
    handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    const failure = ioFailure(error, 'read', shown);
    if (!NOT_THERE.includes(errorCode(error))) throw failure;
    throw new Failure('input', failure.message, failure.hint);
  }
  const status = await handle.stat();
  if (status.isFile()) return handle;
  await handle.close();
  const what = status.isDirectory() ? 'it is a directory' : 'it is no regular file';
  throw new Failure('input', `cannot read ${shown}: ${what}`);
}

async function readRange(
  handle: FileHandle,
  size: number,
  offset: number,
  length: number,
): Promise<Uint8Array> {
  if (offset + length > size) {
    throw new TensorFault(`it ends after ${size} bytes, ${offset + length} are needed`);
  }
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length; ) {
    const part = Math.min(CHUNK, length - done);
    const { bytesRead } = await handle.read(bytes, done, part, offset + done);
    if (bytesRead === 0) throw new TensorFault('it became shorter while it was read');
    done += bytesRead;
  }
  return bytes;
}
