import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contentHash } from '../system/cache.ts';
import { packageRoot } from '../system/package-root.ts';

const FOLDER = join(packageRoot, 'compare/layer');

/** The real layer that formats are compared on, of examples/shapes: 3 x 3 behind a ReLU, its first tile (`npm run layer`). */
export const LAYER = {
  name: 'full',
  /** Products of a tile. */
  depth: 64,
  files: {
    weights: join(FOLDER, 'weights.npy'),
    activations: join(FOLDER, 'activations.npy'),
  },
} as const;

/** Rows of weights, and vectors of activations in the order in which an array takes them. */
export function layerRows(): Readonly<Record<keyof typeof LAYER.files, Float64Array[]>> {
  return { weights: rowsOf(LAYER.files.weights), activations: rowsOf(LAYER.files.activations) };
}

/** Of what the files hold. */
export function layerHash(): string {
  return contentHash(...Object.values(LAYER.files).map((file) => readFileSync(file, 'latin1')));
}

/** Of our own file: float32, little endian, C order, behind a header of version 1. */
function rowsOf(file: string): Float64Array[] {
  const bytes = readFileSync(file);
  const start = 10 + bytes.readUInt16LE(8);
  const count = (bytes.length - start) / (4 * LAYER.depth);
  return Array.from({ length: count }, (_, row) =>
    Float64Array.from({ length: LAYER.depth }, (_each, at) =>
      bytes.readFloatLE(start + 4 * (row * LAYER.depth + at)),
    ),
  );
}
