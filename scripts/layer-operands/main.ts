import { writeFile } from 'node:fs/promises';
import { LAYER } from '../../compare/layer-operands.ts';
import { npyBytes } from '../../tensor/write-npy.ts';
import { layerOperands } from './capture.ts';

for (const [name, values] of Object.entries(await layerOperands())) {
  const file = LAYER.files[name as keyof typeof LAYER.files];
  await writeFile(file, npyBytes(values, [values.length / LAYER.depth, LAYER.depth], 'float32'));
}
