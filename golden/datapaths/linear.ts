import { type BinaryNumber, type CutParameters, cutProduct } from './binary-number.ts';
import type { Datapath } from './datapath.ts';
import { flint4, pot4, twosComplement } from './integers.ts';
import { type LaneMode, laneDatapath, soleMode, type WordFormat } from './lanes.ts';
import { minifloat } from './minifloat.ts';
import type { Clip, OptionsOf } from './options.ts';
import { posit } from './posit.ts';

type LinearFormat = WordFormat<BinaryNumber>;

/** A mode by its name, and the format of its weights. */
type NamedFormat = readonly [name: string, weight: LinearFormat];

/** Products that end at the LSB anyway: nothing is cut. */
const INTEGERS: CutParameters = { fraction: 0, align: 'truncate' };

const int8 = twosComplement(8);

export function int(options: OptionsOf<'int'>): Datapath {
  const { weightBits, activationBits, nonNegative } = options;
  const operands = [twosComplement(weightBits), twosComplement(activationBits)] as const;
  return single(...operands, INTEGERS, { nonNegative });
}

export function intFused({ modes }: OptionsOf<'int-fused'>): Datapath {
  return fused(
    modes.map((bits): NamedFormat => [String(bits), twosComplement(bits)]),
    int8,
    INTEGERS,
  );
}

export function intUnits({ types }: OptionsOf<'int-units'>): Datapath {
  const int4 = twosComplement(4);
  const narrow: NamedFormat[] =
    types === 'int'
      ? [['4', int4]]
      : [
          ['int4', int4],
          ['pot4', pot4],
          ['flint4', flint4],
        ];
  return fused([['8', int8], ...narrow], int8, INTEGERS);
}

export function float(options: OptionsOf<'float'>): Datapath {
  const { weight, activation, clip } = options;
  return single(minifloat(weight), minifloat(activation), options, { clip });
}

export function preparedFp4({ nonNegative }: OptionsOf<'fp4-prepared'>): Datapath {
  // The smallest weight is 0.5.
  return single(minifloat('e2m1'), int8, { fraction: 1, align: 'truncate' }, { nonNegative });
}

/** Throws FormatError. */
export function positPair(options: OptionsOf<'posit'>): Datapath {
  const { clip } = options;
  return single(posit(options.weight), posit(options.activation), options, { clip });
}

export function positFused(options: OptionsOf<'posit-fused'>): Datapath {
  const posit8 = posit({ n: 8, es: 1 });
  const modes: NamedFormat[] = [
    ['8', posit8],
    ['4', posit({ n: 4, es: 1 })],
    ['2', posit({ n: 2, es: 0 })],
  ];
  return fused(modes, posit8, options, options.clip);
}

export function pot({ nonNegative }: OptionsOf<'pot'>): Datapath {
  return single(pot4, int8, INTEGERS, { nonNegative });
}

export function flint({ activation }: OptionsOf<'flint'>): Datapath {
  return single(flint4, activation === 'flint4' ? flint4 : int8, INTEGERS);
}

/** Which words occur. */
interface Occurring {
  readonly nonNegative?: boolean;
  readonly clip?: Clip | undefined;
}

/** One weight in a word. */
function single(
  weight: LinearFormat,
  activation: LinearFormat,
  cut: CutParameters,
  { nonNegative = false, clip }: Occurring = {},
): Datapath {
  const { fraction } = cut;
  const words = { activation, nonNegative, clip };
  return laneDatapath({ ...soleMode(weight, cutBy(cut)), fraction, ...words });
}

/** As many weights as a container of eight bits takes in each mode. */
function fused(
  modes: readonly NamedFormat[],
  activation: LinearFormat,
  cut: CutParameters,
  clip?: Clip,
): Datapath {
  return laneDatapath({
    weightBits: 8,
    fraction: cut.fraction,
    activation,
    nonNegative: false,
    clip,
    modes: modes.map(([name, weight]) => ({
      name,
      lanes: 8 / weight.bits,
      weight,
      multiply: cutBy(cut),
    })),
  });
}

function cutBy(cut: CutParameters): LaneMode<BinaryNumber>['multiply'] {
  return (weight, activation) => cutProduct(weight, activation, cut);
}
