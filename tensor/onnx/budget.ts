import { TensorFault } from '../fault.ts';

/** Nodes, initializers and so on, each: keeps time and memory for a damaged file near its size. */
const MOST = 2 ** 20;

/** How many more there may be. */
export interface Budget {
  take(what: 'nodes' | 'tensors' | 'inputs' | 'outputs' | 'attributes'): void;
}

/** Of one model. */
export function createBudget(): Budget {
  const left = { nodes: MOST, tensors: MOST, inputs: MOST, outputs: MOST, attributes: MOST };
  return {
    take(what) {
      left[what] -= 1;
      if (left[what] < 0) throw new TensorFault(`it has more than ${MOST} ${what}`);
    },
  };
}
