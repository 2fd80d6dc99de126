import type { Config } from '../../config/resolve.ts';
import { svLiteral } from '../../systemverilog.ts';
import { slice } from '../text.ts';
import type { Alignment } from './alignment.ts';
import type { SumArithmetic } from './arithmetic.ts';
import { expressionAt, type Phase, type Value } from './pipeline.ts';
import { rounds } from './round.ts';
import { type PeWidths, readsTiny } from './widths.ts';

/** Operands that are decoded here, or arrive decoded. */
export type OperandForm = Config['pe']['operands'];

/** Where kinds of PE differ in what they read. */
interface Differences {
  readonly act_sign: Phase;
  readonly live: Phase;
  readonly signedSum: boolean;
}

/** What every PE makes up to the log sum, and the controls that travel with it. */
export function operandValues(
  operandForm: OperandForm,
  cuts: readonly Phase[],
  last: Differences,
): Value[] {
  const port = operandForm === 'logs' ? '_i' : '';
  const operand = (prefix: 'weight' | 'act', width: string): Value[] => {
    const value = (name: string, meaning: string): Value => ({
      name: `${prefix}_${name}`,
      made: 'decode',
      last: 'multiply',
      source: `${prefix}_${name}${port}`,
      meaning,
    });
    return [
      value('zero', 'the operand is zero'),
      value('nar', 'the operand is NaR'),
      value('sign', 'sign of the operand'),
      { ...value('log', 'log2 of the operand'), width, signed: true },
    ];
  };
  const operands = [...operand('weight', 'WeightLogWidth'), ...operand('act', 'ActLogWidth')];
  const nar = operands
    .filter(({ name }) => name.endsWith('_nar'))
    .map((value) => expressionAt(cuts, value, 'multiply'));
  return [
    control('en', 'the set in this stage is valid'),
    control('first', 'it starts a new sum'),
    { ...control('start', 'start value'), width: 'AccWidth', signed: last.signedSum },
    ...operands.map((value) =>
      value.name === 'act_sign' ? { ...value, last: last.act_sign } : value,
    ),
    { ...product('operand_nar', 'an operand is NaR'), source: nar.join(' || ') },
    { ...product('live', 'neither operand is zero or NaR'), last: last.live },
    product('negative', 'sign of the product'),
  ];
}

const control = (name: string, meaning: string): Value => ({
  name,
  made: 'decode',
  last: 'accumulate',
  source: `${name}_i`,
  meaning,
});

/** What a PE with a fixed-point sum makes of its operands. */
export function fixedValues(
  operandForm: OperandForm,
  { align, A, P }: SumArithmetic,
  cuts: readonly Phase[],
  aligned: Alignment,
  widths: PeWidths,
): Value[] {
  const round = rounds(align, aligned);
  const values: Value[] = [
    ...operandValues(operandForm, cuts, {
      act_sign: round && align === 'floor-act' ? 'accumulate' : 'multiply',
      live: aligned.huge === 'all' ? 'accumulate' : 'multiply',
      signedSum: true,
    }),
    {
      ...product('kept', 'significand; 0 where nothing is added'),
      width: 'SignificandWidth',
    },
  ];
  if (widths.shiftAmount > 0) {
    const amount = slice('shift', widths.shiftAmount - 1, 0);
    values.push({
      ...product('shift', 'left shift in the window'),
      source: readsTiny(align, aligned) ? amount : 'shift',
      width: shiftWidthName(widths),
    });
  }
  if (round && align !== 'nearest' && aligned.tiny) {
    const meaning = 'the whole product lies below the window';
    values.push({ ...product('lost', meaning), source: 'live && tiny' });
  }
  if (aligned.huge === 'some') {
    const source = `live && exponent >= ${svLiteral(P - A, widths.exponent, 'signed')}`;
    values.push({ ...product('huge', 'the product alone does not fit the sum'), source });
  }
  return values;
}

/** Something that the log sum becomes before it is shifted. */
export function product(name: string, meaning: string): Value {
  return { name, made: 'multiply', last: 'accumulate', source: name, meaning };
}

/** Name of the localparam for the bits of a shift that move the window. */
export function shiftWidthName({ shift, shiftAmount }: PeWidths): string {
  return shift === shiftAmount ? 'ShiftWidth' : 'ShiftAmountWidth';
}
