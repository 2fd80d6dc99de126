/** Encodings of places that are pixels already: of charts that lay themselves out. */
export const PIXEL = {
  x: { field: 'x', type: 'quantitative', scale: null },
  y: { field: 'y', type: 'quantitative', scale: null },
} as const;
