import { createQuantizer, wordValues } from '../golden/fast/index.ts';
import { type LpFormat, lpFormat } from '../golden/format.ts';
import type { PlannedFormat } from '../quantize/plan.ts';

/** Words of one format and their values. */
export interface Codec {
  readonly format: LpFormat;
  /** Encodes in the log domain, as the array does. */
  encode(values: ArrayLike<number>): Uint16Array;
  decode(words: Uint16Array): Float32Array;
}

/** Makes the codec of a format; the same one for the same format. */
export function createCodecs(underflow: 'flush' | 'saturate'): (format: PlannedFormat) => Codec {
  const known = new Map<string, Codec>();
  return (format) => {
    const key = codecKey(format);
    const codec = known.get(key) ?? createCodec(lpFormat(format), underflow);
    known.set(key, codec);
    return codec;
  };
}

/** Equal for formats whose words mean the same. */
function codecKey({ n, es, rs, sf }: PlannedFormat): string {
  return `${n},${es},${rs},${sf}`;
}

function createCodec(format: LpFormat, underflow: 'flush' | 'saturate'): Codec {
  const quantise = createQuantizer(format, { rounding: 'log', underflow });
  const meanings = Float32Array.from(wordValues(format));
  return {
    format,
    encode(values) {
      const words = new Uint16Array(values.length);
      for (let index = 0; index < words.length; index++) {
        words[index] = quantise(values[index] as number);
      }
      return words;
    },
    decode(words) {
      const values = new Float32Array(words.length);
      for (let index = 0; index < values.length; index++) {
        values[index] = meanings[words[index] as number] as number;
      }
      return values;
    },
  };
}
