import { emptyMaps, type Maps } from './layer.ts';

/**
 * The gradient of the mean cross-entropy between softmax(logits) and the labels by the logits,
 * [classes, batch, 1, 1].
 */
export function lossGradient(logits: Maps, labels: Uint8Array): Maps {
  const { channels, batch, values } = logits;
  const gradient = emptyMaps(logits);
  for (let n = 0; n < batch; n++) {
    const scores = Array.from({ length: channels }, (_, c) => values[c * batch + n] as number);
    const largest = Math.max(...scores);
    const powers = scores.map((score) => exponential(score - largest));
    const sum = powers.reduce((a, b) => a + b);
    powers.forEach((power, c) => {
      gradient.values[c * batch + n] = (power / sum - (labels[n] === c ? 1 : 0)) / batch;
    });
  }
  return gradient;
}

/** The class with the highest score, for each picture. */
export function decide({ channels, batch, values }: Maps): Uint8Array {
  return Uint8Array.from({ length: batch }, (_, n) => {
    let best = 0;
    for (let c = 1; c < channels; c++) {
      if ((values[c * batch + n] as number) > (values[best * batch + n] as number)) best = c;
    }
    return best;
  });
}

const HALVINGS = 10;

/**
 * e^x for x <= 0, to ten digits where x > -100. Math.exp may differ from one engine to the next, and
 * with it every weight; this only multiplies and adds.
 */
export function exponential(x: number): number {
  const small = Math.max(-700, x) / 2 ** HALVINGS;
  let power = 1;
  for (let order = 8; order > 0; order--) power = 1 + (power * small) / order;
  for (let doubling = 0; doubling < HALVINGS; doubling++) power *= power;
  return power;
}
