// Rewrites the committed reference RTL: rtl-out/lp8 and test/golden-rtl.
import { join } from 'node:path';
import { design, readDesign, writeDesign } from '../generator/index.ts';
import { packageRoot } from '../system/package-root.ts';
import { goldenConfigs } from '../test/support/golden-configs.ts';

const lp8 = await readDesign(join(packageRoot, 'examples/lp8.json'));
await writeDesign(lp8, join(packageRoot, 'rtl-out/lp8'));
for (const config of goldenConfigs()) {
  await writeDesign(design(config), join(packageRoot, 'test/golden-rtl', config.name));
}
