export { inShapeOrder, readTensor } from './read.ts';
export { row, type Tensor, type TensorOptions } from './tensor.ts';
