import type { Layer, Maps } from './layer.ts';

/** Layers one after another. */
export function chain(...layers: readonly Layer[]): Layer {
  return {
    parameters: layers.flatMap(({ parameters }) => parameters),
    forward: (x, mode) => layers.reduce((maps, layer) => layer.forward(maps, mode), x),
    backward: (gradient) =>
      layers.reduceRight((maps: Maps, layer) => layer.backward(maps), gradient),
    write: (graph, input) => layers.reduce((tensor, layer) => layer.write(graph, tensor), input),
  };
}

/** A branch whose output is added to its input. */
export function residual(name: string, branch: Layer): Layer {
  return {
    parameters: branch.parameters,
    forward: (x, mode) => sum(x, branch.forward(x, mode)),
    backward: (gradient) => sum(gradient, branch.backward(gradient)),
    write: (graph, input) =>
      graph.node({ operator: 'Add', name, inputs: [branch.write(graph, input), input] }),
  };
}

function sum(a: Maps, b: Maps): Maps {
  return { ...a, values: a.values.map((value, i) => value + (b.values[i] as number)) };
}
