import { alignColumns } from '../../../../system/text.ts';
import type { Register } from '../../../accelerator/register.ts';

/** What a reader of the register file has to know first. */
export function registersStory(registers: readonly Register[]): string[] {
  const rows = registers.map(({ address, name, access, fields }) => [
    `  0x${address.toString(16).padStart(3, '0')}`,
    name,
    access,
    fields.map(fieldText).join(', '),
  ]);
  return [
    'Registers of the accelerator behind AXI4-Lite: what a run is told, and where the streams ' +
      'write. Addresses are in bytes, words have 32 bits; bits outside of the fields are 0.',
    '',
    ...alignColumns(rows),
    '',
    'A write that is not allowed changes nothing and is answered with SLVERR: no such register, a ' +
      'read-only one, a value that is not allowed, a bit outside of the fields, a start while busy.',
    '',
    'A write is served in the cycle after both its address and its data were taken and the answer ' +
      'to the one before was; a read likewise, but after a write that is served in the same cycle.',
  ];
}

function fieldText({ name, lsb, width }: Register['fields'][number]): string {
  return `${name} [${width === 1 ? lsb : `${lsb + width - 1}:${lsb}`}]`;
}
