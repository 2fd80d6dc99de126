import { rmdirSync, rmSync } from 'node:fs';

const unfinished = new Set<string>();
const emptied = new Set<readonly string[]>();
const running = new Set<number>();

let atFirst: (() => void) | undefined;

/**
 * Registers what the first interrupt does in place of ending the process: work that can keep what it
 * has. The second one ends it as ever. The result takes it back.
 */
export function endGently(stop: () => void): () => void {
  atFirst = stop;
  return () => {
    atFirst = undefined;
  };
}

/** Whether an interrupt was taken by work that ends by itself. */
export function tookInterrupt(): boolean {
  const stop = atFirst;
  atFirst = undefined;
  stop?.();
  return stop !== undefined;
}

/** Registers a path that is removed if the process is interrupted; the result takes it back. */
export function removeOnInterrupt(path: string): () => void {
  unfinished.add(path);
  return () => unfinished.delete(path);
}

/**
 * Registers directories, outermost first, that are removed if the process is interrupted while they
 * are still empty: another run may have filled them. The result takes them back.
 */
export function removeEmptyOnInterrupt(directories: readonly string[]): () => void {
  emptied.add(directories);
  return () => emptied.delete(directories);
}

/** Registers a process group that is killed if this process ends first; the result takes it back. */
export function killOnInterrupt(group: number): () => void {
  if (running.size === 0) process.on('exit', killRunning);
  running.add(group);
  return () => {
    running.delete(group);
    if (running.size === 0) process.off('exit', killRunning);
  };
}

/**
 * Ends what still runs and removes what is half-written. Synchronous, because it runs in a signal
 * handler.
 */
export function removeUnfinished(): void {
  killRunning();
  // Files that are still being written may appear meanwhile: it takes another try then.
  for (const path of unfinished) {
    rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 });
  }
  unfinished.clear();
  for (const directories of emptied) removeWhileEmpty(directories);
  emptied.clear();
}

function removeWhileEmpty(directories: readonly string[]): void {
  try {
    for (const directory of directories.toReversed()) rmdirSync(directory);
  } catch {
    // Somebody else put something into it.
  }
}

/** Kills a program with everything that it started; a group that is already gone is no error. */
export function killGroup(group: number): void {
  try {
    process.kill(-group, 'SIGKILL');
  } catch {
    // Nothing of the group is left.
  }
}

function killRunning(): void {
  for (const group of running) killGroup(group);
  running.clear();
}
