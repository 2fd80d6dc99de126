import { TensorFault } from '../fault.ts';

/** Nodes, initializers and so on, each: keeps time and memory for a damaged file near its size. */
const MOST = 2 ** 20;

/** How many more there may be. */
export interface Budget {
  take(what: 'nodes' | 'tensors' | 'inputs' | 'outputs' | 'attributes'): void;
}

/** Of one model; it may have fewer nodes than other things. */
export function createBudget(mostNodes = MOST): Budget {
  const left = { nodes: mostNodes, tensors: MOST, inputs: MOST, outputs: MOST, attributes: MOST };
  return {
    take(what) {
      left[what] -= 1;
      if (left[what] >= 0) return;
      throw new TensorFault(`it has more than ${what === 'nodes' ? mostNodes : MOST} ${what}`);
    },
  };
}
