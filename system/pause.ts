import { setImmediate } from 'node:timers/promises';

/** Long enough that pauses cost nothing, short enough for somebody who pressed Ctrl-C. */
const MILLISECONDS = 50;

/** A function to be called often in long work: now and then it lets signals and timers through. */
export function createPause(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < MILLISECONDS) return;
    await setImmediate();
    last = performance.now();
  };
}
