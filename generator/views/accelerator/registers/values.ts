import {
  isStored,
  type Register,
  type RegisterField,
  resetWord,
  storedWidth,
} from '../../../accelerator/register.ts';
import { svLiteral } from '../../../systemverilog.ts';
import { addressName, caseRows } from './names.ts';

const WORD = 32;

/** Values that hardware has a say in, and the bits that they take. */
const LIVE: Readonly<Record<string, string>> = {
  'CONTROL.irq_enable': 'irq_enable_q',
  'STATUS.busy': 'busy_i',
  'STATUS.done': 'done_q',
  'CYCLES.value': 'cycles_i',
};

/** All eight digits. */
function wordLiteral(value: number): string {
  return svLiteral(value, WORD, 'hex').replace(
    /h(.*)/,
    (_, digits: string) => `h${digits.padStart(WORD / 4, '0')}`,
  );
}

/** What each register reads as, a row of a case each. */
export function valueRows(registers: readonly Register[]): string[] {
  return caseRows(
    registers.map((register) => [addressName(register.name), `value = ${wordOf(register)};`]),
  );
}

function wordOf(register: Register): string {
  const sources = register.fields.map((field) => sourceOf(register, field));
  if (sources.every((source) => source === null)) {
    return wordLiteral(resetWord(register));
  }
  let low = 0;
  const parts: string[] = [];
  for (const source of sources.filter((one) => one !== null)) {
    if (source.lsb > low) parts.unshift(svLiteral(0, source.lsb - low));
    parts.unshift(source.text);
    low = source.lsb + source.width;
  }
  if (low < WORD) parts.unshift(svLiteral(0, WORD - low));
  return parts.length === 1 ? (parts[0] ?? '') : `{${parts.join(', ')}}`;
}

/** Where a field comes from; null for a constant. Constants beside others are 0. */
function sourceOf({ name }: Register, field: RegisterField) {
  const { lsb, width } = field;
  const live = LIVE[`${name}.${field.name}`];
  if (live !== undefined) return { text: live, lsb, width };
  if (!isStored(field)) return null;
  return { text: `${field.signal}_q`, lsb, width: storedWidth(field) };
}
