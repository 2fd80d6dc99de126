/** What kind of thing went wrong; each kind has one exit code. */
export type FailureKind =
  | 'mismatch'
  | 'usage'
  | 'input'
  | 'tool-missing'
  | 'tool-failed'
  | 'timeout'
  | 'io'
  | 'interrupted';

const EXIT_CODES: Record<FailureKind, number> = {
  mismatch: 1,
  usage: 2,
  input: 2,
  'tool-missing': 3,
  'tool-failed': 3,
  timeout: 3,
  io: 4,
  interrupted: 130,
};

/** An expected failure: one line for the user, an exit code, and a longer story for --debug. */
export class Failure extends Error {
  override readonly name = 'Failure';

  constructor(
    readonly kind: FailureKind,
    message: string,
    readonly hint?: string,
    readonly detail?: string,
  ) {
    super(message);
  }

  get exitCode(): number {
    return EXIT_CODES[this.kind];
  }
}

/** Turns an error of the file system into a Failure that names the file and what to do. */
export function ioFailure(error: unknown, action: string, path: string): Failure {
  const code = errorCode(error);
  const [reason, hint] = IO_REASONS[code] ?? [code || String(error), undefined];
  return new Failure('io', `cannot ${action} ${path}: ${reason}`, hint);
}

const IO_REASONS: Record<string, [string, string | undefined]> = {
  ENOENT: ['no such file or directory', undefined],
  EACCES: ['permission denied', undefined],
  EPERM: ['operation not permitted', undefined],
  EROFS: ['read-only file system', undefined],
  ENOSPC: ['no space left on the disk', 'free some space and run the command again'],
  EDQUOT: ['disk quota exceeded', 'free some space and run the command again'],
  EFBIG: ['file too large', 'raise the file size limit (ulimit -f)'],
  ENOTDIR: ['a parent of it is not a directory', undefined],
  EEXIST: ['it exists and is not a directory', undefined],
  EISDIR: ['it is a directory', undefined],
  ENAMETOOLONG: ['name too long', undefined],
};

/** The errno name of a Node error, or ''. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
