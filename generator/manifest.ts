import { createHash } from 'node:crypto';
import { registerFiles } from './accelerator/outputs.ts';
import { coreFile } from './core-file.ts';
import { type AnyDesign, isArrayDesign, type SourceFile } from './design.ts';
import { toolVersion } from './version.ts';

/** Every file of a design, the manifest last. */
export function filesOf(design: AnyDesign): SourceFile[] {
  const manifest = { path: 'manifest.json', text: manifestText(design) };
  return [...filesBesideManifest(design), manifest];
}

function filesBesideManifest(design: AnyDesign): SourceFile[] {
  const registers = isArrayDesign(design) ? registerFiles(design) : [];
  return [...design.sources, filelist(design), coreFile(design), ...registers];
}

/** Text of DIR/manifest.json: what was generated, from what, with which ports. */
export function manifestText(design: AnyDesign): string {
  const { config, derived, modules } = design;
  const files = filesBesideManifest(design).map(({ path, text }) => ({
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
