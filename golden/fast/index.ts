export { createArray } from './array/array.ts';
export { signedProducts } from './array/signed-products.ts';
export * from './decode.ts';
export * from './encode.ts';
export * from './mac.ts';
export * from './requantise.ts';
export { wordProducts } from './word-products.ts';
export * from './word-values.ts';
