/** Values by key, made where they are missing; only those used last are kept. */
export function createRecent<T>(most: number): (key: number, make: () => T) => T {
  const values = new Map<number, T>();
  return (key, make) => {
    const value = values.get(key) ?? make();
    values.delete(key);
    values.set(key, value);
    const oldest = values.keys().next();
    if (values.size > most && !oldest.done) values.delete(oldest.value);
    return value;
  };
}
