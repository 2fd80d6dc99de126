import { rmSync } from 'node:fs';

const unfinished = new Set<string>();

/** Registers a path that is removed if the process is interrupted; the result takes it back. */
export function removeOnInterrupt(path: string): () => void {
  unfinished.add(path);
  return () => unfinished.delete(path);
}

/** Removes what is half-written. Synchronous, because it runs in a signal handler. */
export function removeUnfinished(): void {
  for (const path of unfinished) rmSync(path, { recursive: true, force: true });
  unfinished.clear();
}
