import { addressText, fieldMask, wordText } from './allowed-text.ts';
import { type Register, resetWord } from './register.ts';

/** A TypeScript module with the registers' addresses, and masks and shifts of their fields. */
export function registerConstants(registers: readonly Register[]): string {
  return [
    '/** Registers of the accelerator: byte addresses, words after a reset, fields. */',
    'export const REGISTERS = {',
    ...registers.flatMap((register) => [
      `  /** ${register.meaning} */`,
      `  ${register.name}: {`,
      `    address: ${addressText(register.address)},`,
      `    access: '${register.access}',`,
      `    reset: ${wordText(resetWord(register))},`,
      '    fields: {',
      ...register.fields.flatMap((field) => [
        `      /** ${field.meaning} */`,
        `      ${field.name}: { mask: ${wordText(fieldMask(field))}, shift: ${field.lsb} },`,
      ]),
      '    },',
      '  },',
    ]),
    '} as const;',
    '',
  ].join('\n');
}
