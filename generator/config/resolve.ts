import {
  agnosticWidth,
  type MacParameters,
  type RequantiseParameters,
  scaleFromFactors,
} from '../../golden/exact/index.ts';
import { type LpFormat, lpFormat } from '../../golden/format.ts';
import { Failure } from '../../system/failure.ts';
import {
  checkWeightOptions,
  configBounds,
  type DesignInputs,
  type WeightBounds,
} from '../weights/bounds.ts';
import type { CheckedConfig } from './schema.ts';

/** A config with every default filled in, as the manifest shows it. */
export type Config = Complete<Omit<CheckedConfig, 'converter' | 'encoder'>> & {
  readonly converter: Complete<CheckedConfig['converter']>;
  readonly encoder: Complete<CheckedConfig['encoder']>;
};

type Complete<T> = { readonly [K in keyof T]-?: Exclude<T[K], undefined> };

/** Numbers that follow from a config, under the names of the specification. */
export interface Derived {
  readonly F_w: number;
  readonly F_a: number;
  readonly F_o: number;
  readonly Fp: number;
  readonly G: number;
  readonly A: number;
  /** Accumulator width in bits. */
  readonly P: number;
  /** Width that cannot overflow within `depth` products and `startMax`, whatever the weights. */
  readonly agnosticP: number;
  /** Where accumulator.weights names some: what their sums take, and of which weights. */
  readonly weights?: WeightBounds;
  readonly X: number;
  readonly Fo: number;
  /** Log scale of the encoder in units of 2^-Fo. */
  readonly c: number;
}

/** A config ready for use: its formats validated, its numbers derived. */
export interface Resolved {
  readonly config: Config;
  readonly derived: Derived;
  readonly mac: MacParameters;
  readonly requantise: RequantiseParameters;
}

const MAX_WIDTH = 128;
const MAX_CONVERTER_FRACTION = 12;

/**
 * Fills in the defaults that need arithmetic and derives widths; `inputs` holds what the config
 * refers to. Throws Failure (input).
 */
export function resolveConfig(checked: CheckedConfig, inputs: DesignInputs = {}): Resolved {
  checkWeightOptions(checked);
  const weight = lpFormat(checked.weight);
  const activation = lpFormat(checked.activation);
  const output = lpFormat(checked.output ?? checked.activation);
  const Fp = Math.max(weight.fractionBits, activation.fractionBits);
  const config = withDefaults(checked, Fp, output);

  const arithmetic = {
    weight,
    activation,
    converter: config.converter.kind,
    converterFraction: config.converter.fraction,
    align: config.accumulator.align,
    accumulatorFraction: config.accumulator.fraction,
  };
  const { depth, startMax, width } = config.accumulator;
  const agnosticP = agnosticWidth(arithmetic, depth, BigInt(startMax)).width;
  const weights = configBounds(checked, arithmetic, inputs);
  const P = width === 'auto' ? automaticWidth(weights?.P ?? agnosticP) : width;
  const scale = encoderScale(config);

  return {
    config,
    derived: {
      F_w: weight.fractionBits,
      F_a: activation.fractionBits,
      F_o: output.fractionBits,
      Fp,
      G: config.converter.fraction,
      A: config.accumulator.fraction,
      P,
      agnosticP,
      ...(weights === undefined ? {} : { weights }),
      X: config.encoder.inputBits,
      Fo: config.encoder.fraction,
      c: Number(scale),
    },
    mac: { ...arithmetic, overflow: config.accumulator.overflow, accumulatorWidth: P },
    requantise: {
      accumulatorWidth: P,
      accumulatorFraction: config.accumulator.fraction,
      inputBits: config.encoder.inputBits,
      fraction: config.encoder.fraction,
      scale,
      relu: config.encoder.relu,
      underflow: config.encoder.underflow,
      output,
    },
  };
}

function withDefaults(checked: CheckedConfig, Fp: number, output: LpFormat): Config {
  const encoderFraction =
    checked.encoder.fraction ?? Math.min(output.fractionBits + 2, MAX_CONVERTER_FRACTION);
  // Every key in the schema's order: the manifest's bytes do not depend on what was left out.
  return {
    name: checked.name,
    kind: checked.kind,
    weight: checked.weight,
    activation: checked.activation,
    output: checked.output ?? checked.activation,
    pe: checked.pe,
    converter: {
      kind: checked.converter.kind,
      fraction: checked.converter.fraction ?? Math.min(Fp + 2, MAX_CONVERTER_FRACTION),
    },
    accumulator: checked.accumulator,
    encoder: {
      inputBits: checked.encoder.inputBits ?? encoderFraction + 2,
      fraction: encoderFraction,
      scale: checked.encoder.scale,
      relu: checked.encoder.relu,
      underflow: checked.encoder.underflow,
    },
  };
}

/** A width of specification section 6; at least the 2 bits of the narrowest accumulator. */
function automaticWidth(needed: number): number {
  if (needed <= MAX_WIDTH) return Math.max(2, needed);
  throw new Failure(
    'input',
    `accumulator.width "auto" needs ${needed} bits, more than ${MAX_WIDTH}`,
    'lower accumulator.fraction, accumulator.depth, or es and rs of a format, or set a width',
  );
}

function encoderScale(config: Config): bigint {
  const { scale, fraction } = config.encoder;
  if (scale !== 'auto') return BigInt(scale);
  const derived = scaleFromFactors(fraction, {
    weight: config.weight.sf,
    activation: config.activation.sf,
    output: config.output.sf,
  });
  if (Number.isSafeInteger(Number(derived))) return derived;
  throw new Failure(
    'input',
    `encoder.scale "auto" is beyond ${Number.MAX_SAFE_INTEGER} in magnitude`,
    'bring output.sf near weight.sf + activation.sf, or set encoder.scale',
  );
}
