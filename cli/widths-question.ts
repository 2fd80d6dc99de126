import { basename } from 'node:path';
import { type FixedResolved, isFloatDesign, readPeDesign } from '../generator/index.ts';
import type { ProductParameters, StartRange } from '../golden/exact/index.ts';
import type { WidthQuestion } from '../quantize/widths.ts';
import { Failure } from '../system/failure.ts';
import { parseFormat } from './format-option.ts';
import { integerOption, type WidthsOptions } from './options.ts';

const EXAMPLE = 'e.g. --format 8,1,7 --activation 8,1,7';
const ALIGNS = ['truncate', 'nearest', 'floor', 'floor-act'] as const;
const CONVERTERS = ['table', 'mitchell'] as const;
const LARGEST_CONVERTER_FRACTION = 12;
const LARGEST_TILE = 2 ** 20;

/** What the command line asks, and the width that is there where it names hardware. */
export interface AskedWidths {
  readonly question: WidthQuestion;
  /** Bits to be checked against. */
  readonly width?: number;
}

/** Reads the options of `widths`, and the config they may name. Throws Failure, FormatError. */
export async function widthsQuestion(options: WidthsOptions): Promise<AskedWidths> {
  const tile = integerOption('--tile', options.tile, { min: 1, max: LARGEST_TILE });
  const fits = integerOption('--fits', options.fits, { min: 2, max: 128 });
  const start = startOption(options.start);
  const { arithmetic, design } = await arithmeticOf(options);
  const width = fits ?? design?.derived.P;
  const isOneSided = options.oneSided || design?.config.accumulator.oneSided === true;
  return {
    question: {
      arithmetic,
      activations: isOneSided ? 'non-negative' : 'both',
      start: start ?? configStart(design),
      ...(tile === undefined ? {} : { tile }),
    },
    ...(width === undefined ? {} : { width }),
  };
}

interface Arithmetic {
  readonly arithmetic: ProductParameters;
  readonly design?: FixedResolved;
}

async function arithmeticOf(options: WidthsOptions): Promise<Arithmetic> {
  const { config, ...rest } = options;
  if (config === undefined) return { arithmetic: arithmeticOptions(rest) };
  for (const name of ['format', 'activation', 'fraction', 'converter', 'align'] as const) {
    if (rest[name] === undefined) continue;
    throw new Failure('usage', `--${name} and --config exclude each other: the config says it`);
  }
  const design = await readPeDesign(config);
  if (isFloatDesign(design)) {
    const kind = `${basename(config)} has a floating accumulator`;
    throw new Failure('input', `${kind}: it has no width that sums must fit`);
  }
  return { arithmetic: design.mac, design };
}

function arithmeticOptions(options: WidthsOptions): ProductParameters {
  const { format, activation } = options;
  if (format === undefined || activation === undefined) {
    const missing = format === undefined ? '--format' : '--activation';
    throw new Failure('usage', `${missing} is missing: give both formats or --config`, EXAMPLE);
  }
  const weight = parseFormat(format, { name: '--format', example: EXAMPLE });
  const act = parseFormat(activation, { name: '--activation', example: EXAMPLE });
  const Fp = Math.max(weight.fractionBits, act.fractionBits);
  const fraction = integerOption('--fraction', options.fraction, { min: -32, max: 64 });
  return {
    weight,
    activation: act,
    ...converterOption(options.converter ?? 'table', Fp),
    align: choice('--align', options.align ?? 'truncate', ALIGNS),
    accumulatorFraction: fraction ?? 12,
  };
}

function converterOption(text: string, Fp: number) {
  const [kind = '', digits, ...more] = text.split(',');
  if (more.length > 0)
    throw new Failure('usage', `--converter must be KIND or KIND,G, not "${text}"`);
  const range = { min: 0, max: LARGEST_CONVERTER_FRACTION };
  const fraction = integerOption('G of --converter', digits, range);
  return {
    converter: choice('--converter', kind, CONVERTERS),
    converterFraction: fraction ?? Math.min(Fp + 2, LARGEST_CONVERTER_FRACTION),
  };
}

function choice<T extends string>(name: string, text: string, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === text);
  if (found !== undefined) return found;
  throw new Failure('usage', `${name} must be ${allowed.join(' or ')}, not "${text}"`);
}

function startOption(text: string | undefined): StartRange | undefined {
  const { MAX_SAFE_INTEGER } = Number;
  const b = integerOption('--start', text, { min: -MAX_SAFE_INTEGER, max: MAX_SAFE_INTEGER });
  return b === undefined ? undefined : { least: BigInt(b), most: BigInt(b) };
}

function configStart(design: FixedResolved | undefined): StartRange {
  const startMax = BigInt(design?.config.accumulator.startMax ?? 0);
  return { least: -startMax, most: startMax };
}
