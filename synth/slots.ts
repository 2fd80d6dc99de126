import { availableParallelism } from 'node:os';

const waiting: (() => void)[] = [];
let free = availableParallelism();

/** Runs work when one of as many slots as there are processors is free, for all designs together. */
export async function inSlot<T>(work: () => Promise<T>): Promise<T> {
  if (free > 0) free -= 1;
  else await new Promise<void>((resolve) => waiting.push(resolve));
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next === undefined) free += 1;
    else next();
  }
}
