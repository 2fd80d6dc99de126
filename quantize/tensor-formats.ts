import type { FormatRange } from '../generator/index.ts';
import type { MacLayer } from '../network/layer.ts';
import { type FitOptions, fitFormat } from './fit.ts';
import type { PlannedFormat } from './plan.ts';
import { type CalibrationSamples, sampleOf, searchValues } from './samples.ts';
import type { PlannedArray } from './sums.ts';

/** Formats of the tensors between layers: one of each, whoever reads it. */
export interface TensorFormats {
  /** Of the words that layers read. */
  activation(tensor: string): PlannedFormat;
  /** Of the words that a layer writes: those that the next one reads, where words can pass on. */
  output(tensor: string): PlannedFormat;
  /** Lowers a scale factor by an octave; false where that was done as often as is worth it. */
  lowerActivation(tensor: string): boolean;
  lowerOutput(tensor: string, octaves: number): void;
  /** Octaves lowered so far, over all tensors. */
  readonly lowered: number;
}

/** A scale factor that is lowered costs small values their precision: not by more than this. */
export const MOST_OCTAVES = 8;

/** Fits the formats of all tensors that layers read or write. Throws Failure (input). */
export function fitTensorFormats(
  layers: readonly MacLayer[],
  samples: CalibrationSamples,
  { shape }: PlannedArray,
): TensorFormats {
  const best = (tensor: string, range: FormatRange) =>
    bestFormat(searchValues(tensor, sampleOf(samples, tensor)), {
      ...allowedShapes(range, shape.maxEs),
      n: range.n,
      rounding: 'log',
    });
  const readers = new Map<string, PlannedFormat>();
  for (const { input } of layers) {
    if (!readers.has(input)) readers.set(input, best(input, shape.activation));
  }
  const writers = new Map<string, PlannedFormat>();
  for (const { output } of layers) {
    if (!readers.has(output) || !passesOn(shape)) writers.set(output, best(output, shape.output));
  }
  let lowered = 0;
  const readerOctaves = new Map<string, number>();
  const lower = (formats: Map<string, PlannedFormat>, tensor: string, octaves: number) => {
    const format = formatOf(formats, tensor);
    formats.set(tensor, { ...format, sf: format.sf - octaves });
    lowered += octaves;
  };
  const behind = (tensor: string) => (writers.has(tensor) ? writers : readers);
  return {
    activation: (tensor) => formatOf(readers, tensor),
    output: (tensor) => formatOf(behind(tensor), tensor),
    lowerActivation(tensor) {
      const octaves = 1 + (readerOctaves.get(tensor) ?? 0);
      if (octaves > MOST_OCTAVES) return false;
      readerOctaves.set(tensor, octaves);
      lower(readers, tensor, 1);
      return true;
    },
    lowerOutput: (tensor, octaves) => lower(behind(tensor), tensor, octaves),
    get lowered() {
      return lowered;
    },
  };
}

function formatOf(formats: ReadonlyMap<string, PlannedFormat>, tensor: string): PlannedFormat {
  const format = formats.get(tensor);
  if (format === undefined) throw new Error(`no format of tensor ${tensor}`);
  return format;
}

/** Whether results are words as activations are. */
export function passesOn({ activation, output }: PlannedArray['shape']): boolean {
  const [a, b] = [activation.fixed, output.fixed];
  if (a === null || b === null) return activation.n === output.n;
  return a.n === b.n && a.es === b.es && a.rs === b.rs;
}

/** es and rs that an array leaves open. */
export function allowedShapes(
  { fixed }: Pick<FormatRange, 'fixed'>,
  maxEs: number,
): Pick<FitOptions, 'es' | 'rs' | 'maxEs'> {
  return fixed === null ? { maxEs } : { es: fixed.es, rs: fixed.rs };
}

/** The best format for values; for none, or nothing but zeros, a plain one. */
export function bestFormat(values: Float64Array, options: FitOptions): PlannedFormat {
  if (values.every((value) => value === 0)) return plain(options);
  const { n, es, rs, sf } = fitFormat(values, options).format;
  return { n, es, rs, sf };
}

function plain({ n, maxEs = 0, es = Math.min(1, maxEs), rs = n - 1 }: FitOptions): PlannedFormat {
  return { n, es, rs, sf: 0 };
}
