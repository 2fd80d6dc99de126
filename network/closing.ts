/** Works with something that is closed afterwards, whatever happens. */
export async function closing<R extends { close(): Promise<void> }, T>(
  opened: R,
  work: (opened: R) => Promise<T>,
): Promise<T> {
  try {
    return await work(opened);
  } finally {
    await opened.close();
  }
}
