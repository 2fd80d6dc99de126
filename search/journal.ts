import { appendFileSync } from 'node:fs';
import { readFile, truncate } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorCode, ioFailure } from '../system/failure.ts';
import { makeDirectory, writeFileAtomically } from '../system/files.ts';
import { type Candidate, candidateKey } from './candidate.ts';
import type { Judge } from './chooser.ts';

/** Losses that were measured for one question, kept so that a search that was killed goes on where it was. */
export interface Journal {
  /** Loss of the candidate with that key, if it was measured. */
  known(key: string): number | undefined;
  /** Adds losses in one write. Throws a Failure where they cannot be written. */
  record(entries: readonly JournalEntry[]): void;
}

export interface JournalEntry {
  readonly key: string;
  readonly loss: number;
}

const VERSION = 1;

/**
 * Journal in a file of JSON lines, in memory alone for null. The first line names the question, by a hash of all that
 * losses depend on; a file of another question, or none of ours, is replaced. Lines from the first that is torn or
 * damaged on are cut off, so that what is appended is read again. Throws a Failure where the file cannot be used.
 */
export async function createJournal(path: string | null, question: string): Promise<Journal> {
  const losses = path === null ? new Map<string, number>() : await opened(path, question);
  return {
    known: (key) => losses.get(key),
    record(entries) {
      if (path !== null && entries.length > 0) append(path, entries.map(entryLine).join(''));
      for (const { key, loss } of entries) losses.set(key, loss);
    },
  };
}

/** A judge that asks another only for what the journal does not know, and writes that down. */
export function journaled(judge: Judge, journal: Journal): Judge {
  return {
    async losses(candidates) {
      const fresh = new Map<string, Candidate>();
      for (const candidate of candidates) {
        const key = candidateKey(candidate);
        if (journal.known(key) === undefined) fresh.set(key, candidate);
      }
      if (fresh.size > 0) {
        const measured = await judge.losses([...fresh.values()]);
        journal.record([...fresh.keys()].map((key, at) => ({ key, loss: measured[at] as number })));
      }
      return candidates.map((candidate) => journal.known(candidateKey(candidate)) as number);
    },
  };
}

/** Losses of a file that is left ready to append to. */
async function opened(path: string, question: string): Promise<Map<string, number>> {
  try {
    const header = `${JSON.stringify({ version: VERSION, question })}\n`;
    const bytes = await bytesOf(path);
    if (
      bytes === undefined ||
      !bytes.subarray(0, Buffer.byteLength(header)).equals(Buffer.from(header))
    ) {
      await makeDirectory(dirname(path));
      await writeFileAtomically(path, header);
      return new Map();
    }
    const { losses, whole } = readEntries(bytes, Buffer.byteLength(header));
    if (whole < bytes.length) await truncate(path, whole);
    return losses;
  } catch (error) {
    throw ioFailure(error, 'keep the journal of the search in', path);
  }
}

async function bytesOf(path: string): Promise<Buffer | undefined> {
  return readFile(path).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  });
}

/** Entries from a byte on, and the number of bytes up to the end of the last whole one. */
function readEntries(bytes: Buffer, from: number): { losses: Map<string, number>; whole: number } {
  const losses = new Map<string, number>();
  let whole = from;
  for (;;) {
    const end = bytes.indexOf('\n', whole);
    const entry = end < 0 ? undefined : parsedEntry(bytes.toString('utf8', whole, end));
    if (entry === undefined) return { losses, whole };
    losses.set(entry.key, entry.loss);
    whole = end + 1;
  }
}

/** JSON has no infinity: null stands for it. */
function entryLine({ key, loss }: JournalEntry): string {
  if (Number.isNaN(loss) || loss === undefined) throw new Error(`no loss of ${key} to write down`);
  return `${JSON.stringify({ key, loss: Number.isFinite(loss) ? loss : null })}\n`;
}

function parsedEntry(line: string): JournalEntry | undefined {
  try {
    const { key, loss } = JSON.parse(line) as { key: unknown; loss: unknown };
    if (typeof key !== 'string') return undefined;
    if (loss === null) return { key, loss: Number.POSITIVE_INFINITY };
    return typeof loss === 'number' ? { key, loss } : undefined;
  } catch {
    return undefined;
  }
}

function append(path: string, lines: string): void {
  try {
    appendFileSync(path, lines);
  } catch (error) {
    throw ioFailure(error, 'keep the journal of the search in', path);
  }
}
