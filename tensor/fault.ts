/** What is wrong with a tensor or the file around it; the reader puts the file's name before it. */
export class TensorFault extends Error {
  override readonly name = 'TensorFault';

  constructor(
    message: string,
    readonly hint?: string,
  ) {
    super(message);
  }
}

/** A name from a file, quoted and shortened, so that it stays within one line. */
export function quoted(name: string): string {
  return JSON.stringify(name.length > 60 ? `${name.slice(0, 57)}...` : name);
}
