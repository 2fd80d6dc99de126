import { type ArrayInput, arraySchema, type CheckedArray } from '../../generator/config/schema.ts';

type Input = Omit<ArrayInput, 'name' | 'kind'>;
type Format = NonNullable<ArrayInput['weight']>;

const lp = (n: number, es: number, rs: number): Format => ({ n, es, rs });

/** Every choice of modes, es with and without a port, fixed formats shared and apart, extreme encoders. */
const INPUTS: readonly Input[] = [
  {},
  { array: { modes: [8, 4, 2], maxEs: 5 }, accumulator: { width: 128, fraction: -32 } },
  { array: { modes: [8], maxEs: 0 }, encoder: { underflow: 'saturate' } },
  { array: { modes: [4], maxEs: 1 }, accumulator: { width: 16, fraction: 16 } },
  { array: { modes: [2], maxEs: 3 }, accumulator: { width: 2, fraction: 0 } },
  { array: { modes: [8, 4], maxEs: 2 }, encoder: { fraction: 0, inputBits: 0 } },
  { array: { modes: [4, 2], maxEs: 0 }, encoder: { fraction: 0, inputBits: 3 } },
  { array: { modes: [8, 2], maxEs: 1 }, encoder: { fraction: 12, inputBits: 6 } },
  { weight: lp(8, 1, 7), activation: lp(8, 1, 7) },
  { weight: lp(4, 0, 3), activation: lp(8, 2, 5), encoder: { underflow: 'saturate' } },
  { weight: lp(2, 0, 1), activation: lp(8, 1, 5), output: lp(2, 5, 1), encoder: { fraction: 0 } },
  { weight: lp(5, 0, 4), activation: lp(6, 1, 3), output: lp(16, 3, 15) },
  { weight: lp(4, 1, 2), activation: lp(4, 1, 2), output: lp(8, 0, 1), accumulator: { width: 9 } },
];

/** Arrays by name `a0`, `a1`, ... as the schema leaves them. */
export function arrayConfigs(): CheckedArray[] {
  return INPUTS.map((input, index) =>
    arraySchema.parse({ name: `a${index}`, kind: 'array', ...input }),
  );
}
