// Rewrites the committed reference RTL: rtl-out/ and test/golden-rtl.
import { join } from 'node:path';
import { design, readDesign, writeDesign } from '../generator/index.ts';
import { packageRoot } from '../system/package-root.ts';
import { goldenConfigs, REFERENCES } from '../test/support/golden-configs.ts';

for (const name of REFERENCES) {
  const read = await readDesign(join(packageRoot, `examples/${name}.json`));
  await writeDesign(read, join(packageRoot, 'rtl-out', name));
}
for (const config of goldenConfigs()) {
  await writeDesign(design(config), join(packageRoot, 'test/golden-rtl', config.name));
}
