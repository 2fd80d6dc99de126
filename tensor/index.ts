export { inShapeOrder, readTensor } from './read.ts';
export { parseReference } from './reference.ts';
export { row, type Tensor, type TensorOptions } from './tensor.ts';
