/**
 * Runs jobs in order, several at a time. After the first error no further job starts, running ones
 * are told to stop through `abort` and waited for, and the error is thrown.
 */
export async function runAll<T>(
  jobs: readonly (() => Promise<T>)[],
  atOnce: number,
  abort: AbortController,
): Promise<T[]> {
  const results = new Array<T>(jobs.length);
  const errors: unknown[] = [];
  const queue = jobs.entries();
  await Promise.all(Array.from({ length: Math.max(1, atOnce) }, worker));
  if (errors.length > 0) throw errors[0];
  return results;

  async function worker(): Promise<void> {
    for (const [index, job] of queue) {
      if (errors.length > 0) return;
      try {
        results[index] = await job();
      } catch (error) {
        errors.push(error);
        abort.abort();
      }
    }
  }
}
