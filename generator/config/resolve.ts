import {
  exponentBits,
  type FloatMacParameters,
  type FloatRequantiseParameters,
  isFloat,
} from '../../golden/exact/float-parameters.ts';
import {
  agnosticWidth,
  type MacParameters,
  type RequantiseParameters,
  scaleFromFactors,
} from '../../golden/exact/index.ts';
import { type LpFormat, lpFormat } from '../../golden/format.ts';
import { Failure } from '../../system/failure.ts';
import { configBounds, type DesignInputs, type WeightBounds } from '../weights/bounds.ts';
import { automaticWidth, type Complete, MAX_CONVERTER_FRACTION } from './defaults.ts';
import { type CheckedPe, FIXED_DEFAULTS, FLOAT_DEFAULTS } from './schema.ts';

type CheckedAccumulator = Complete<CheckedPe['accumulator']>;

export interface FixedAccumulator
  extends Omit<CheckedAccumulator, 'kind' | 'significand' | 'weights'> {
  readonly kind: 'fixed';
  readonly weights?: string;
}

export interface FloatAccumulator extends Pick<CheckedAccumulator, 'significand' | 'depth'> {
  readonly kind: 'float';
}

/** A config with every default filled in, as the manifest shows it. */
export type Config = Complete<Omit<CheckedPe, 'converter' | 'accumulator' | 'encoder'>> & {
  readonly converter: Complete<CheckedPe['converter']>;
  readonly accumulator: FixedAccumulator | FloatAccumulator;
  readonly encoder: Complete<CheckedPe['encoder']>;
};

/** Numbers that follow from a config, under the names of the specification. */
interface CommonDerived {
  readonly F_w: number;
  readonly F_a: number;
  readonly F_o: number;
  readonly Fp: number;
  readonly G: number;
  readonly X: number;
  readonly Fo: number;
  /** Log scale of the encoder in units of 2^-Fo. */
  readonly c: number;
}

export interface FixedDerived extends CommonDerived {
  readonly A: number;
  /** Accumulator width in bits. */
  readonly P: number;
  /** Width that cannot overflow within `depth` products and `startMax`, whatever the weights. */
  readonly agnosticP: number;
  /** Where accumulator.weights names some: what their sums take, and of which weights. */
  readonly weights?: WeightBounds;
}

export interface FloatDerived extends CommonDerived {
  /** Bits of a sum's significand. */
  readonly W: number;
  /** Bits of a sum's exponent, two's complement. */
  readonly E: number;
}

export type Derived = FixedDerived | FloatDerived;

/** A config with a fixed-point sum, ready for use: formats validated, numbers derived. */
export interface FixedResolved {
  readonly config: Config & { readonly accumulator: FixedAccumulator };
  readonly derived: FixedDerived;
  readonly mac: MacParameters;
  readonly requantise: RequantiseParameters;
}

/** The same with a floating sum. */
export interface FloatResolved {
  readonly config: Config & { readonly accumulator: FloatAccumulator };
  readonly derived: FloatDerived;
  readonly mac: FloatMacParameters;
  readonly requantise: FloatRequantiseParameters;
}

export type Resolved = FixedResolved | FloatResolved;

/** Tells designs with a floating sum apart; also narrows. */
export function isFloatDesign<T extends Resolved>(
  resolved: T,
): resolved is Extract<T, { readonly derived: FloatDerived }> {
  return isFloat(resolved.mac);
}

/** A design that must have a fixed-point sum. Throws RangeError. */
export function requireFixed<T extends Resolved>(
  resolved: T,
): Extract<T, { readonly derived: FixedDerived }> {
  if (isFloatDesign(resolved)) throw new RangeError('a fixed-point sum is needed here');
  return resolved as Extract<T, { readonly derived: FixedDerived }>;
}

/**
 * Fills in the defaults that need arithmetic and derives widths; `inputs` holds what the config
 * refers to. Throws Failure (input).
 */
export function resolveConfig(checked: CheckedPe, inputs: DesignInputs = {}): Resolved {
  const weight = lpFormat(checked.weight);
  const activation = lpFormat(checked.activation);
  const output = lpFormat(checked.output ?? checked.activation);
  const Fp = Math.max(weight.fractionBits, activation.fractionBits);
  const config = withDefaults(checked, Fp, output);
  const { accumulator } = config;
  const common = {
    formats: {
      F_w: weight.fractionBits,
      F_a: activation.fractionBits,
      F_o: output.fractionBits,
      Fp,
      G: config.converter.fraction,
    },
    multiplier: {
      weight,
      activation,
      converter: config.converter.kind,
      converterFraction: config.converter.fraction,
    },
    encoder: {
      inputBits: config.encoder.inputBits,
      fraction: config.encoder.fraction,
      scale: encoderScale(config),
      relu: config.encoder.relu,
      underflow: config.encoder.underflow,
      output,
    },
  };
  return accumulator.kind === 'float'
    ? resolveFloat({ ...config, accumulator }, common)
    : resolveFixed({ ...config, accumulator }, common, inputs);
}

/** What both kinds of sum share. */
interface Common {
  readonly formats: Pick<CommonDerived, 'F_w' | 'F_a' | 'F_o' | 'Fp' | 'G'>;
  readonly multiplier: Omit<FloatMacParameters, 'significand'>;
  readonly encoder: Omit<FloatRequantiseParameters, 'significand' | 'exponentBits'>;
}

function resolveFixed(
  config: FixedResolved['config'],
  common: Common,
  inputs: DesignInputs,
): FixedResolved {
  const { depth, startMax, width, align, fraction, overflow } = config.accumulator;
  const arithmetic = { ...common.multiplier, align, accumulatorFraction: fraction };
  const agnosticP = agnosticWidth(arithmetic, depth, BigInt(startMax)).width;
  const weights = configBounds(config.accumulator, arithmetic, inputs);
  const P = width === 'auto' ? automaticWidth(weights?.P ?? agnosticP) : width;
  const widths = { P, agnosticP, ...(weights === undefined ? {} : { weights }) };
  return {
    config,
    derived: { ...common.formats, A: fraction, ...widths, ...encoderNumbers(common) },
    mac: { ...arithmetic, overflow, accumulatorWidth: P },
    requantise: { accumulatorWidth: P, accumulatorFraction: fraction, ...common.encoder },
  };
}

function resolveFloat(config: FloatResolved['config'], common: Common): FloatResolved {
  const { significand } = config.accumulator;
  const mac = { ...common.multiplier, significand };
  const E = exponentBits(mac);
  return {
    config,
    derived: { ...common.formats, W: significand, E, ...encoderNumbers(common) },
    mac,
    requantise: { significand, exponentBits: E, ...common.encoder },
  };
}

function encoderNumbers({ encoder }: Common): Pick<CommonDerived, 'X' | 'Fo' | 'c'> {
  return { X: encoder.inputBits, Fo: encoder.fraction, c: Number(encoder.scale) };
}

function withDefaults(checked: CheckedPe, Fp: number, output: LpFormat): Config {
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
    accumulator: accumulatorWithDefaults(checked.accumulator),
    encoder: {
      inputBits: checked.encoder.inputBits ?? encoderFraction + 2,
      fraction: encoderFraction,
      scale: checked.encoder.scale,
      relu: checked.encoder.relu,
      underflow: checked.encoder.underflow,
    },
  };
}

function accumulatorWithDefaults({
  significand = FLOAT_DEFAULTS.significand,
  ...given
}: CheckedPe['accumulator']): Config['accumulator'] {
  const { kind, depth } = given;
  if (kind === 'float') return { kind, significand, depth };
  return {
    kind,
    width: given.width ?? FIXED_DEFAULTS.width,
    fraction: given.fraction ?? FIXED_DEFAULTS.fraction,
    align: given.align ?? FIXED_DEFAULTS.align,
    overflow: given.overflow ?? FIXED_DEFAULTS.overflow,
    depth,
    startMax: given.startMax ?? FIXED_DEFAULTS.startMax,
    ...(given.weights === undefined ? {} : { weights: given.weights }),
    oneSided: given.oneSided ?? FIXED_DEFAULTS.oneSided,
  };
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
