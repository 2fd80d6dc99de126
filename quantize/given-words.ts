import type { ConstantWeights } from '../network/layer.ts';
import { Failure } from '../system/failure.ts';
import type { LayerPlan } from './plan.ts';

/** Sizes of a layer's weights. */
type WeightSizes = Pick<ConstantWeights, 'channels' | 'depth'>;

/** Words of a plan as a file holds them: for each channel the hexadecimal digits of its K words. */
export function wordsText(
  words: Uint16Array,
  { channels, depth }: WeightSizes,
  n: number,
): string[] {
  const digits = digitsOf(n);
  return Array.from({ length: channels }, (_, channel) =>
    Array.from(words.subarray(channel * depth, (channel + 1) * depth), (word) =>
      word.toString(16).padStart(digits, '0'),
    ).join(''),
  );
}

/** M x K words of a plan that gives them; checkGivenWords() tells whether there are as many. */
export function givenWords({
  weight,
  words = [],
}: Pick<LayerPlan, 'weight' | 'words'>): Uint16Array {
  const digits = digitsOf(weight.n);
  const text = words.join('');
  return Uint16Array.from({ length: text.length / digits }, (_, at) =>
    Number.parseInt(text.slice(at * digits, (at + 1) * digits), 16),
  );
}

/** Whether a plan gives words where it says so, one for each weight. Throws Failure (input). */
export function checkGivenWords(
  planned: LayerPlan,
  { channels, depth }: WeightSizes,
  place: string,
): void {
  const { rounding, words, weight } = planned;
  if (rounding !== 'given') {
    if (words === undefined) return;
    throw new Failure(
      'input',
      `${place}: words are given, but rounding is ${JSON.stringify(rounding)}`,
      'rounding "given", or leave the words out',
    );
  }
  if (words === undefined) {
    throw new Failure(
      'input',
      `${place}: words is missing`,
      'with rounding "given" a plan has the words of the weights',
    );
  }
  if (words.length !== channels) {
    throw new Failure(
      'input',
      `${place}: words must be ${channels} texts, one for each output channel, not ${words.length}`,
    );
  }
  const digits = digitsOf(weight.n);
  const wrong = words.findIndex((text) => text.length !== depth * digits);
  if (wrong !== -1) {
    throw new Failure(
      'input',
      `${place}: words.${wrong} must be ${depth * digits} hexadecimal digits, not ${words[wrong]?.length}`,
      `${depth} words of ${weight.n} bits`,
    );
  }
  checkBits(planned, depth, place);
}

/** Every word is a number of the format, and its unused low bits are zero. */
function checkBits(planned: LayerPlan, depth: number, place: string): void {
  const { n } = planned.weight;
  const { bits = n } = planned;
  const unused = 2 ** Math.max(0, n - bits) - 1;
  for (const [index, word] of givenWords(planned).entries()) {
    const fault = faultOf(word, { n, unused });
    if (fault === undefined) continue;
    const where = `words.${Math.floor(index / depth)}: word ${index % depth}`;
    throw new Failure('input', `${place}: ${where} is ${word.toString(16)}, ${fault}`);
  }
}

function faultOf(
  word: number,
  { n, unused }: { readonly n: number; readonly unused: number },
): string | undefined {
  if (word >= 2 ** n) return `more than ${n} bits`;
  if (word === 2 ** (n - 1)) return 'which is NaR and not a weight';
  if ((word & unused) !== 0) return `not a multiple of ${unused + 1}, as "bits" says`;
  return undefined;
}

function digitsOf(n: number): number {
  return Math.ceil(n / 4);
}
