import type { Allowed, Register, RegisterField } from '../../../accelerator/register.ts';
import { svLiteral } from '../../../systemverilog.ts';
import { addressName, caseRows } from './names.ts';

const WORD = 32;

/** Which words each register takes, a row of a case each; read-only ones take none. */
export function legalRows(registers: readonly Register[]): string[] {
  return caseRows(
    registers
      .filter(({ access }) => access !== 'RO')
      .map((register) => [addressName(register.name), `legal = ${legal(register)};`]),
  );
}

function legal({ name, fields }: Register): string {
  const [first] = fields;
  if (first !== undefined && fields.length === 1) return condition('merged', first.allowed);
  // A field of which only 0 is allowed is as good as none.
  const open = fields.filter(({ allowed }) => allowed.kind === 'list' || allowed.to > 0);
  const none = `(merged & ${hex(2 ** WORD - 1 - maskOf(open))}) == '0`;
  const each = open
    .filter(isLimited)
    .map((field) =>
      condition(`(merged & ${hex(maskOf([field]))})`, shifted(field.allowed, field.lsb)),
    );
  const start = name === 'CONTROL' ? ['!(start && busy_i)'] : [];
  return [none, ...each, ...start].join(' && ');
}

/** Whether a field has values that it does not take. */
function isLimited({ width, allowed }: RegisterField): boolean {
  return allowed.kind === 'list' || allowed.from > 0 || allowed.to < 2 ** width - 1;
}

/** Bits of a word that belong to fields. */
function maskOf(fields: readonly RegisterField[]): number {
  return fields.reduce((mask, { lsb, width }) => mask + (2 ** width - 1) * 2 ** lsb, 0);
}

function shifted(allowed: Allowed, lsb: number): Allowed {
  const at = (value: number) => value * 2 ** lsb;
  return allowed.kind === 'list'
    ? { ...allowed, values: allowed.values.map(at) }
    : { ...allowed, from: at(allowed.from), to: at(allowed.to) };
}

/** Whether a word is among those allowed. */
function condition(word: string, allowed: Allowed): string {
  const literal = (value: number) => svLiteral(value, WORD);
  if (allowed.kind === 'list') {
    return allowed.values.map((value) => `${word} == ${literal(value)}`).join(' || ');
  }
  const { from, to } = allowed;
  if (from === to) return `${word} == ${literal(to)}`;
  const upper = `${word} <= ${literal(to)}`;
  if (from === 0) return upper;
  return from === 1 ? `${word} != '0 && ${upper}` : `${word} >= ${literal(from)} && ${upper}`;
}

function hex(value: number): string {
  return svLiteral(value, WORD, 'hex');
}
