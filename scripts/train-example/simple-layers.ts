import { emptyMaps, kept, type Layer, type Maps } from './layer.ts';

/** Layers that learn nothing. */

export function relu(name: string): Layer {
  let last: Maps | undefined;
  return {
    parameters: [],
    forward(x, mode) {
      const y = { ...x, values: x.values.map((value) => Math.max(0, value)) };
      if (mode === 'train') last = y;
      return y;
    },
    backward(gradient) {
      const { values } = kept(last);
      const passed = gradient.values.map((value, i) => ((values[i] as number) > 0 ? value : 0));
      return { ...gradient, values: passed };
    },
    write: (graph, input) => graph.node({ operator: 'Relu', name, inputs: [input] }),
  };
}

/** The largest of two by two pixels; height and width are even. */
export function maxPool(name: string): Layer {
  let last: { x: Maps; chosen: Uint32Array } | undefined;
  return {
    parameters: [],
    forward(x, mode) {
      const y = emptyMaps(x, { height: x.height / 2, width: x.width / 2 });
      const chosen = new Uint32Array(y.values.length);
      for (let i = 0; i < chosen.length; i++) {
        const corner = 2 * Math.floor(i / y.width) * x.width + 2 * (i % y.width);
        const window = [corner, corner + 1, corner + x.width, corner + x.width + 1];
        const best = window.reduce((a, b) =>
          (x.values[b] as number) > (x.values[a] as number) ? b : a,
        );
        chosen[i] = best;
        y.values[i] = x.values[best] as number;
      }
      if (mode === 'train') last = { x, chosen };
      return y;
    },
    backward(gradient) {
      const { x, chosen } = kept(last);
      const dx = emptyMaps(x);
      gradient.values.forEach((value, i) => {
        dx.values[chosen[i] as number] = value;
      });
      return dx;
    },
    write: (graph, input) =>
      graph.node({
        operator: 'MaxPool',
        name,
        inputs: [input],
        attributes: { kernel_shape: [2, 2], strides: [2, 2] },
      }),
  };
}

/** The mean of each map. */
export function globalAveragePool(name: string): Layer {
  let last: Maps | undefined;
  return {
    parameters: [],
    forward(x, mode) {
      const area = x.height * x.width;
      const y = emptyMaps(x, { height: 1, width: 1 });
      x.values.forEach((value, i) => {
        const map = Math.floor(i / area);
        y.values[map] = (y.values[map] as number) + value / area;
      });
      if (mode === 'train') last = x;
      return y;
    },
    backward(gradient) {
      const x = kept(last);
      const area = x.height * x.width;
      const spread = (_: number, i: number) =>
        (gradient.values[Math.floor(i / area)] as number) / area;
      return { ...x, values: x.values.map(spread) };
    },
    write: (graph, input) => graph.node({ operator: 'GlobalAveragePool', name, inputs: [input] }),
  };
}
