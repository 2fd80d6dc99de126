import type { MacLayer } from '../network/layer.ts';
import { layerMacs, layerParameters } from '../network/layer-macs.ts';
import { layersOf, type Network } from '../network/network.ts';
import { Failure } from '../system/failure.ts';
import { foldedScales } from './channels.ts';
import { planNumbers } from './check-plan.ts';
import type { LayerPlan, Plan } from './plan.ts';
import { type CalibrationSamples, sampleOf, searchValues } from './samples.ts';
import { type LayerDraft, settledLayers } from './settle.ts';
import { activationSigns, type PlannedArray } from './sums.ts';
import { allowedShapes, bestFormat, fitTensorFormats } from './tensor-formats.ts';
import { foldedWeights } from './words.ts';

export interface CalibrateOptions {
  /** n of the words of constant weights; default: the widest that the array takes. */
  readonly bits?: number;
  /** How constant weights become words; default: linear. */
  readonly rounding?: 'linear' | 'log';
  /** Called before a layer's weights are fitted. */
  readonly onLayer?: (layer: MacLayer) => void;
}

/**
 * Plans how an array carries out the MAC layers of a network: formats with the highest
 * signal-to-quantisation-noise ratio for weights and samples, log scales and start values after
 * section 4 of the specification. Where start values or sums do not fit the array, scale factors are
 * lowered by up to 8 octaves. Throws Failure (input) where that does not help, for a word length that
 * the array does not have, and for samples that are not finite.
 */
export function calibrate(
  network: Network,
  samples: CalibrationSamples,
  array: PlannedArray,
  options: CalibrateOptions = {},
): Plan {
  const layers = layersOf(network);
  const { modes } = array.shape;
  const bits = options.bits ?? widest(array);
  if (!modes.includes(bits)) {
    throw new Failure(
      'input',
      `weights of ${bits} bits: the array takes words of ${modes.join(', ')} bits`,
      array.shape.runTime ? 'see array.modes of its config' : 'its config fixes the formats',
    );
  }
  const formats = fitTensorFormats(layers, samples, array);
  const signsOf = activationSigns(layers);
  const drafts = layers.map((layer): LayerDraft => {
    options.onLayer?.(layer);
    refuseInfinite(layer);
    const weights = fittedWeights(layer, samples, array, { ...options, bits });
    return { layer, folded: foldedScales(layer), signs: signsOf(layer), ...weights };
  });
  return {
    version: 1,
    model: { file: network.path, hash: network.hash },
    array: planNumbers(array),
    layers: settledLayers(drafts, formats, array).map((planned, index) => ({
      ...planned,
      ...effortOf(layers[index] as MacLayer, samples, sampledInputs(network, samples)),
    })),
  };
}

/** Inputs of the network that the samples are of. */
function sampledInputs({ input }: Network, samples: CalibrationSamples): number {
  return sampleOf(samples, input.name).dims[0] ?? 1;
}

/** What a layer takes for one input, by the sizes of its tensors in the samples. */
function effortOf(
  layer: MacLayer,
  samples: CalibrationSamples,
  inputs: number,
): Required<Pick<LayerPlan, 'macs' | 'parameters'>> {
  const dims = new Map([...samples].map(([name, sample]) => [name, sample.dims]));
  return {
    macs: Math.round(layerMacs(layer, dims) / inputs),
    parameters: layerParameters(layer),
  };
}

/** Some models have a batch normalisation that divides by 0. */
function refuseInfinite({ name, weights, scales, offsets }: MacLayer): void {
  const parts = {
    weights: weights.kind === 'constant' ? weights.values : [],
    scales,
    offsets,
  };
  for (const [part, values] of Object.entries(parts)) {
    if (values.every(Number.isFinite)) continue;
    throw new Failure(
      'input',
      `layer ${JSON.stringify(name)}: its ${part} are not all finite`,
      'infinities and NaN of a model have no words',
    );
  }
}

function widest({ shape }: PlannedArray): number {
  return Math.max(...shape.modes);
}

/** Format of a layer's weights; those of a tensor are rounded like all results, and never short. */
function fittedWeights(
  layer: MacLayer,
  samples: CalibrationSamples,
  array: PlannedArray,
  { bits, rounding = 'linear' }: CalibrateOptions & { readonly bits: number },
): Pick<LayerDraft, 'weight' | 'rounding' | 'depth'> {
  const { weights } = layer;
  const [lane] = array.shape.lanes;
  const shapes = allowedShapes({ fixed: lane?.weight.fixed ?? null }, array.shape.maxEs);
  if (weights.kind === 'constant') {
    const values = foldedWeights(weights, foldedScales(layer));
    const weight = bestFormat(values, { ...shapes, n: bits, rounding });
    return { weight, rounding, depth: weights.depth };
  }
  const sample = sampleOf(samples, weights.name);
  const values = searchValues(weights.name, sample);
  const weight = bestFormat(values, { ...shapes, n: widest(array), rounding: 'log' });
  return { weight, rounding: 'log', depth: sample.dims.at(-2) ?? 1 };
}
