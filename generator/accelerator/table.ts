import { addressText, allowedText, bitsText, wordText } from './allowed-text.ts';
import { type Register, type RegisterField, resetWord } from './register.ts';

const HEAD = [
  '| address | register | access | reset | bits | field | allowed | meaning |',
  '| --- | --- | --- | --- | --- | --- | --- | --- |',
];

/** The registers as a table in Markdown, a row for each field. */
export function registerTable(registers: readonly Register[]): string {
  const rows = registers.flatMap((register) =>
    register.fields.map((field, index) => `| ${cells(register, field, index).join(' | ')} |`),
  );
  return `${[...HEAD, ...rows].join('\n')}\n`;
}

/** The register itself is named in its first row only. */
function cells(register: Register, field: RegisterField, index: number): string[] {
  const { name, address, access } = register;
  const first = [addressText(address), name, access, wordText(resetWord(register))];
  return [
    ...(index === 0 ? first : first.map(() => '')),
    bitsText(field),
    field.name,
    allowedText(register, field),
    field.meaning,
  ];
}
