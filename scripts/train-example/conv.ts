import type { Random } from '../../sim/random.ts';
import { fromColumns, toColumns, type Window } from './columns.ts';
import { bell } from './distributions.ts';
import { emptyMaps, kept, type Layer, type Maps, parameter } from './layer.ts';
import { addProduct, addProductOfRows } from './matrix.ts';

export interface ConvParts extends Window {
  readonly name: string;
  readonly inputs: number;
  readonly outputs: number;
  readonly groups: number;
}

/** A convolution without bias, its weights normally distributed at first. */
export function conv(parts: ConvParts, random: Random): Layer {
  const { name, kernel, stride, pads, inputs, outputs, groups } = parts;
  const rows = outputs / groups;
  const depth = (inputs / groups) * kernel ** 2;
  const spread = Math.sqrt(2 / depth);
  const weights = parameter(
    Float64Array.from({ length: outputs * depth }, () => spread * bell(random)),
  );
  let last: { x: Maps; columns: Maps } | undefined;

  return {
    parameters: [weights],
    forward(x, mode) {
      const columns = toColumns(x, parts);
      const y = emptyMaps(columns, { channels: outputs });
      eachGroup(y, (size, place) => {
        addProduct(
          { values: y.values, start: place.y },
          { values: weights.values, start: place.weights, transposed: false },
          { values: columns.values, start: place.columns },
          { rows, depth, cols: size },
        );
      });
      if (mode === 'train') last = { x, columns };
      return y;
    },
    backward(gradient) {
      const { x, columns } = kept(last);
      const byColumns = emptyMaps(columns);
      weights.gradient.fill(0);
      eachGroup(gradient, (size, place) => {
        const dy = { values: gradient.values, start: place.y };
        addProductOfRows(
          { values: weights.gradient, start: place.weights },
          dy,
          { values: columns.values, start: place.columns },
          { rows, depth: size, cols: depth },
        );
        addProduct(
          { values: byColumns.values, start: place.columns },
          { values: weights.values, start: place.weights, transposed: true },
          dy,
          { rows: depth, depth: rows, cols: size },
        );
      });
      return fromColumns(byColumns, x, parts);
    },
    write(graph, input) {
      const shape = [outputs, inputs / groups, kernel, kernel];
      const tensor = graph.floats(`${name}.weight`, shape, weights.values);
      const attributes = {
        kernel_shape: [kernel, kernel],
        strides: [stride, stride],
        pads: [pads[0], pads[0], pads[1], pads[1]],
        group: groups,
      };
      return graph.node({ operator: 'Conv', name, inputs: [input, tensor], attributes });
    },
  };

  /** Calls for each group with the columns' length and where its matrices begin. */
  function eachGroup(
    { batch, height, width }: Maps,
    visit: (size: number, place: { y: number; weights: number; columns: number }) => void,
  ): void {
    const size = batch * height * width;
    for (let group = 0; group < groups; group++) {
      visit(size, {
        y: group * rows * size,
        weights: group * rows * depth,
        columns: group * depth * size,
      });
    }
  }
}
