import { randomInt } from 'node:crypto';
import {
  appendFileSync,
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheDirectory, contentHash } from '../../system/cache.ts';
import { packageRoot } from '../../system/package-root.ts';
import type { PairResult } from './result.ts';

const SEEDS = 2 ** 32;
/** What a result follows from, besides the tools' versions. */
const SOURCES = ['golden', 'generator', 'templates', 'sim', 'system', 'scripts/verify-formats'];

export interface JournalOptions {
  /** Versions of the tools and the like: another identity is another journal. */
  readonly identity: readonly string[];
  readonly seed: number | undefined;
  /** Forgets what an unfinished run has left. */
  readonly fresh: boolean;
}

/**
 * Results of an unfinished run, a line each, so that a killed run goes on where it stopped. It is
 * removed when the run is through: a finished run is verified again from the start.
 */
export class Journal {
  readonly seed: number;
  /** Results that an earlier run has left, by index of the pair. */
  readonly known: ReadonlyMap<number, PairResult>;
  readonly #path: string;
  /** Null where another run holds the journal. */
  readonly #lock: string | null;

  private constructor(path: string, lock: string | null, seed: number, known: PairResult[]) {
    this.#path = path;
    this.#lock = lock;
    this.seed = seed;
    this.known = new Map(known.map((result) => [result.index, result]));
  }

  static async open({ identity, seed, fresh }: JournalOptions): Promise<Journal> {
    const directory = join(cacheDirectory(), 'verify-formats');
    mkdirSync(directory, { recursive: true });
    const path = join(directory, `${contentHash(...identity, ...(await sources()))}.jsonl`);
    const lock = takeLock(`${path}.lock`);
    const left = fresh || lock === null ? null : read(path);
    if (left !== null && (seed === undefined || seed === left.seed)) {
      return new Journal(path, lock, left.seed, left.results);
    }
    const chosen = seed ?? randomInt(SEEDS);
    if (lock !== null) writeFileSync(path, `${JSON.stringify({ seed: chosen })}\n`);
    return new Journal(path, lock, chosen, []);
  }

  add(result: PairResult): void {
    if (this.#lock !== null) appendFileSync(this.#path, `${JSON.stringify(result)}\n`);
  }

  /** Leaves the results for the next run. */
  release(): void {
    if (this.#lock !== null) rmSync(this.#lock, { force: true });
  }

  /** The run is through. */
  finish(): void {
    if (this.#lock !== null) rmSync(this.#path, { force: true });
    this.release();
  }
}

/** Whole lines only: the last one may have been cut by a kill. */
function read(path: string): { seed: number; results: PairResult[] } | null {
  try {
    const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
    const [head, ...results] = lines.map((line) => JSON.parse(line));
    return typeof head?.seed === 'number' ? { seed: head.seed, results } : null;
  } catch {
    return null;
  }
}

/** A lock whose owner is gone is taken over. */
function takeLock(path: string): string | null {
  for (const attempt of ['first', 'after removing a stale one']) {
    try {
      const file = openSync(path, 'wx');
      writeFileSync(file, String(process.pid));
      closeSync(file);
      return path;
    } catch {
      if (attempt !== 'first' || isOwned(path)) return null;
      rmSync(path, { force: true });
    }
  }
  return null;
}

function isOwned(path: string): boolean {
  try {
    process.kill(Number(readFileSync(path, 'utf8')), 0);
    return true;
  } catch {
    return false;
  }
}

async function sources(): Promise<string[]> {
  const texts: string[] = [];
  for (const folder of SOURCES) {
    const entries = await readdir(join(packageRoot, folder), {
      recursive: true,
      withFileTypes: true,
    });
    const files = entries.filter((entry) => entry.isFile());
    for (const path of files.map(({ parentPath, name }) => join(parentPath, name)).sort()) {
      texts.push(path.slice(packageRoot.length), await readFile(path, 'utf8'));
    }
  }
  return texts;
}
