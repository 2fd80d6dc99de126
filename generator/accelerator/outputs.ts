import { modulePrefix } from '../../system/rtl-hash.ts';
import type { ArrayResolved } from '../config/resolve-array.ts';
import type { SourceFile } from '../design.ts';
import { cHeader } from './c-header.ts';
import { registerConstants } from './constants.ts';
import { registersOf } from './registers.ts';
import { acceleratorShape } from './shape.ts';
import { registerTable } from './table.ts';

/** What software and people need of the registers; nothing where the config has no accelerator. */
export function registerFiles(resolved: ArrayResolved): SourceFile[] {
  const { config } = resolved;
  if (config.accelerator === undefined) return [];
  const shape = acceleratorShape(resolved);
  const registers = registersOf(shape);
  const stem = `${modulePrefix(config.name)}registers`;
  return [
    { path: `${stem}.h`, text: cHeader(config.name, registers, shape) },
    { path: `${stem}.md`, text: `# Registers of ${config.name}\n\n${registerTable(registers)}` },
    { path: `${stem}.ts`, text: registerConstants(registers) },
  ];
}
