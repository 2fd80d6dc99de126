/** Name of the first check of `verify` that does not pass in a directory; null where all do. */
export type Harness = (directory: string) => Promise<string | null>;
