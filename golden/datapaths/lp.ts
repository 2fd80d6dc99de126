import type { ExactWord } from '../exact/decode.ts';
import { decode } from '../exact/decode.ts';
import { alignedLogSum, type ProductParameters, productMagnitude } from '../exact/mac.ts';
import { type LpFormat, lpFormat } from '../format.ts';
import type { Datapath } from './datapath.ts';
import { type LaneMode, laneDatapath, soleMode, type WordFormat } from './lanes.ts';
import type { OptionsOf, ScaledLpShape } from './options.ts';

type Lp = Exclude<ExactWord, { kind: 'nar' }>;
type LpOptions = OptionsOf<'lp-log' | 'lp-linear' | 'lp-fused'>;

/** Both ways to multiply LP words are the same arithmetic. Throws FormatError. */
export function lp(options: OptionsOf<'lp-log'> | OptionsOf<'lp-linear'>): Datapath {
  const weight = lpFormat(options.weight);
  return laneDatapath({
    ...shared(options),
    clip: options.clip,
    ...soleMode(words(weight), products(options, weight)),
  });
}

/** Lanes of eight, four or two bits in one container. Throws FormatError. */
export function lpFused(options: OptionsOf<'lp-fused'>): Datapath {
  return laneDatapath({
    ...shared(options),
    clip: options.clip,
    weightBits: 8,
    modes: options.weights.map(({ n, es, rs, sf = 0 }: ScaledLpShape): LaneMode<Lp> => {
      const weight = lpFormat({ n, es, rs });
      const unscaled = words(weight);
      return {
        name: String(n),
        lanes: Math.floor(8 / n),
        weight: { ...unscaled, toValue: (word) => unscaled.toValue(word) * 2 ** -sf },
        multiply: products({ ...options, fraction: options.fraction - sf }, weight),
      };
    }),
  });
}

function shared({ activation, fraction, nonNegative }: LpOptions) {
  return { activation: words(lpFormat(activation)), fraction, nonNegative };
}

function words(format: LpFormat): WordFormat<Lp> {
  return {
    bits: format.n,
    decode(word) {
      const read = decode(format, word);
      return read.kind === 'nar' ? null : read;
    },
    toValue(word) {
      if (word.kind === 'zero') return 0;
      const magnitude = 2 ** (Number(word.log) / 2 ** format.fractionBits);
      return word.sign === 1 ? -magnitude : magnitude;
    },
  };
}

/** lp-spec section 3, steps 1 to 4, with the table converter. */
function products(options: LpOptions, weight: LpFormat): LaneMode<Lp>['multiply'] {
  const parameters: ProductParameters = {
    weight,
    activation: lpFormat(options.activation),
    converter: 'table',
    converterFraction: options.converterFraction,
    align: options.align,
    accumulatorFraction: options.fraction,
  };
  return (weight, activation) => {
    if (weight.kind === 'zero' || activation.kind === 'zero') return 0n;
    const logSum = alignedLogSum(parameters, weight.log, activation.log);
    const magnitude = productMagnitude(
      parameters,
      logSum,
      weight.sign === 1,
      activation.sign === 1,
    );
    return weight.sign === activation.sign ? magnitude : -magnitude;
  };
}
