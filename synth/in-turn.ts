/**
 * Works through items, `workers` at a time, and waits for all that were started. Results keep the
 * order of the items; of several failures the first item's is thrown.
 */
export async function inTurn<T, R>(
  items: readonly T[],
  workers: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const outcomes: PromiseSettledResult<R>[] = [];
  let next = 0;
  let failed = false;
  const worker = async () => {
    while (next < items.length && !failed) {
      const index = next++;
      const [outcome] = await Promise.allSettled([work(items[index] as T)]);
      outcomes[index] = outcome;
      failed ||= outcome.status === 'rejected';
    }
  };
  await Promise.all(Array.from({ length: workers }, worker));
  return outcomes.map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  });
}
