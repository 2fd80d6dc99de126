import { bitLength, svLiteral } from '../systemverilog.ts';
import { slice } from './text.ts';

/** Brings the leading one of a vector to its top, and counts the zeros above it. */
export interface NormaliseView {
  /** What is normalised, and the localparam of its width. */
  readonly name: string;
  readonly width: string;
  /** Flags "top bits are zero", the widest first: the count of leading zeros. */
  readonly empty: string;
  /** Results of the stages. */
  readonly moved: string;
  readonly stages: readonly StageView[];
}

/** One step of the normaliser: moves up where the top bits are zero. */
interface StageView {
  readonly index: number;
  readonly top: string;
  readonly from: string;
  readonly moved: string;
  readonly to: string;
}

/** The flags of a normaliser of so many bits, which are the count of leading zeros. */
export function leadingZeros(bits: number): string {
  const count = bitLength(bits - 1);
  return Array.from({ length: count }, (_, step) => `empty_${count - 1 - step}`).join(', ');
}

export function normaliseView(name: string, width: string, bits: number): NormaliseView {
  const count = bitLength(bits - 1);
  const stages = Array.from({ length: count }, (_, step): StageView => {
    const index = count - 1 - step;
    const by = 2 ** index;
    const from = step === 0 ? name : `normal_${index + 1}`;
    return {
      index,
      top: slice(from, bits - 1, bits - by),
      from,
      moved: `{${slice(from, bits - by - 1, 0)}, ${svLiteral(0, by)}}`,
      to: `normal_${index}`,
    };
  });
  return {
    name,
    width,
    empty: leadingZeros(bits),
    moved: stages.map(({ to }) => to).join(', '),
    stages,
  };
}
