import { createHash } from 'node:crypto';
import type { AnyDesign } from './design.ts';
import { toolVersion } from './version.ts';

/** Text of DIR/manifest.json: what was generated, from what, with which ports. */
export function manifestText(design: AnyDesign): string {
  const { config, derived, modules, sources } = design;
  const files = [...sources, filelist(design)].map(({ path, text }) => ({
    path,
    sha256: createHash('sha256').update(text).digest('hex'),
  }));
  const manifest = {
    name: config.name,
    tool: `logposit ${toolVersion}`,
    config,
    derived,
    files,
    modules: modules.map(({ name, file, role, serves, latency, ports }) => ({
      name,
      file,
      role,
      ...(serves ? { serves } : {}),
      latency,
      ports,
    })),
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** The filelist for tools that take `-f`: children before parents. */
export function filelist({ config, sources }: AnyDesign) {
  const text = sources.map(({ path }) => `${path}\n`).join('');
  return { path: `${config.name}.f`, text };
}
