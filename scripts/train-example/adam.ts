import type { Parameter } from './layer.ts';

const MEAN = 0.9;
const SQUARE = 0.99;
const EPSILON = 1e-8;

/** Adam (Kingma and Ba, 2015): every call moves the parameters one step along their gradients. */
export function createAdam(parameters: readonly Parameter[]): (rate: number) => void {
  const states = parameters.map(({ values }) => ({
    mean: new Float64Array(values.length),
    square: new Float64Array(values.length),
  }));
  let meanLeft = 1;
  let squareLeft = 1;
  return (rate) => {
    meanLeft *= MEAN;
    squareLeft *= SQUARE;
    parameters.forEach(({ values, gradient }, index) => {
      const { mean, square } = states[index] as (typeof states)[number];
      for (let i = 0; i < values.length; i++) {
        const slope = gradient[i] as number;
        mean[i] = MEAN * (mean[i] as number) + (1 - MEAN) * slope;
        square[i] = SQUARE * (square[i] as number) + (1 - SQUARE) * slope * slope;
        const size = Math.sqrt((square[i] as number) / (1 - squareLeft)) + EPSILON;
        values[i] = (values[i] as number) - (rate * (mean[i] as number)) / (1 - meanLeft) / size;
      }
    });
  };
}
