import type { Module } from '../generator/design.ts';
import { svRange } from '../generator/systemverilog.ts';

/** Whether a module is a memory: mapped to cells, it would become flip-flops. */
export function isMemory({ role }: Module): boolean {
  return role === 'buffer';
}

/** A module with ports and nothing in it, so that a timer finds where paths leave the logic. */
export function emptyModule({ name, ports }: Module): string {
  const declarations = ports.map(
    (port) => `  ${[port.direction, svRange(port.width), port.name].filter(Boolean).join(' ')};\n`,
  );
  const names = ports.map((port) => port.name).join(', ');
  return `module ${name} (${names});\n${declarations.join('')}endmodule\n`;
}
