import type { Random } from '../../sim/random.ts';
import { bell } from './distributions.ts';
import { emptyMaps, kept, type Layer, type Maps, parameter } from './layer.ts';
import { addProduct, addProductOfRows } from './matrix.ts';

export interface LinearParts {
  readonly name: string;
  /** Name of the tensor that it gives. */
  readonly output: string;
  readonly inputs: number;
  readonly outputs: number;
}

/** A fully connected layer with bias on maps of one pixel: Flatten and Gemm. */
export function linear(parts: LinearParts, random: Random): Layer {
  const { name, output, inputs, outputs } = parts;
  const spread = Math.sqrt(1 / inputs);
  const weights = parameter(
    Float64Array.from({ length: outputs * inputs }, () => spread * bell(random)),
  );
  const bias = parameter(new Float64Array(outputs));
  let last: Maps | undefined;

  return {
    parameters: [weights, bias],
    forward(x, mode) {
      const y = emptyMaps(x, { channels: outputs });
      y.values.forEach((_, i) => {
        y.values[i] = bias.values[Math.floor(i / x.batch)] as number;
      });
      const matrix = { values: weights.values, start: 0, transposed: false };
      const size = { rows: outputs, depth: inputs, cols: x.batch };
      addProduct({ values: y.values, start: 0 }, matrix, { values: x.values, start: 0 }, size);
      if (mode === 'train') last = x;
      return y;
    },
    backward(gradient) {
      const x = kept(last);
      const dx = emptyMaps(x);
      const dy = { values: gradient.values, start: 0 };
      weights.gradient.fill(0);
      addProductOfRows(
        { values: weights.gradient, start: 0 },
        dy,
        { values: x.values, start: 0 },
        { rows: outputs, depth: x.batch, cols: inputs },
      );
      const matrix = { values: weights.values, start: 0, transposed: true };
      const size = { rows: inputs, depth: outputs, cols: x.batch };
      addProduct({ values: dx.values, start: 0 }, matrix, dy, size);
      bias.gradient.fill(0);
      gradient.values.forEach((value, i) => {
        const output = Math.floor(i / x.batch);
        bias.gradient[output] = (bias.gradient[output] as number) + value;
      });
      return dx;
    },
    write(graph, input) {
      const flat = graph.node({
        operator: 'Flatten',
        name: `${name}.flatten`,
        inputs: [input],
        attributes: { axis: 1 },
      });
      const tensors = [
        graph.floats(`${name}.weight`, [outputs, inputs], weights.values),
        graph.floats(`${name}.bias`, [outputs], bias.values),
      ];
      const attributes = { transB: 1 };
      const sources = [flat, ...tensors];
      return graph.node({ operator: 'Gemm', name, output, inputs: sources, attributes });
    },
  };
}
