/** What is used of WaveDrom, which has no types. */
declare module 'wavedrom' {
  /** JsonML of a timing diagram. */
  export function renderAny(index: number, source: object, skin: unknown): unknown;
  export const waveSkin: unknown;
  export const onml: { readonly stringify: (tree: unknown) => string };
}
