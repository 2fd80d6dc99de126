import { assignments, localparams, operand, slice } from '../../views/text.ts';
import type { DigitRow } from './digits.ts';
import { type Field, fieldLines } from './fields.ts';
import { inModes, type ModeNames, modeFlags } from './modes.ts';
import { type ActivationBus, multipleBits, multiples } from './multiples.ts';

/** Rows of digits in the sums, those of the first lane first. */
export function digitFields(
  rows: readonly DigitRow[],
  bus: ActivationBus,
  names: ModeNames,
): Field[] {
  const width = multipleBits(bus);
  const fields = rows.flatMap(({ index, form, places }) =>
    places.flatMap((place): Field[] => {
      const condition = inModes(names, place.modes);
      const term = `term_${index}`;
      const value = condition === null ? term : `{RowBits{${condition}}} & ${term}`;
      if (form === 'low') return [{ ...place, width, form: 'less-one', value }];
      const negative = `negative_${index}`;
      const lacking = condition === null ? negative : `${operand(condition)} && ${negative}`;
      return [
        { ...place, width, form: 'signed', value },
        { ...place, width: 1, form: 'plain', value: lacking },
      ];
    }),
  );
  return fields.toSorted((a, b) => a.lane - b.lane);
}

/** Lines of a product module that adds digits times an activation. */
export function digitProductView(
  rows: readonly DigitRow[],
  fields: readonly Field[],
  bus: ActivationBus,
  names: ModeNames,
) {
  const top = multipleBits(bus) - 1;
  const gated = fields.map(({ value }) => value);
  const signed = rows.map(({ index }) => [
    `term_${index}`,
    `{~row_${index}[${top}], row_${index}[${top - 1}:0]}`,
  ]);
  return {
    ...digitRowsView(rows, bus),
    modes: modeFlags(names, gated),
    terms: {
      signals: [`logic [RowBits-1:0] ${signed.map(([name]) => name).join(', ')};`],
      assignments: assignments(Object.fromEntries(signed)),
      fields: fieldLines(fields),
    },
  };
}

/** Lines that multiply each digit. */
export function digitRowsView(rows: readonly DigitRow[], bus: ActivationBus) {
  return {
    localparams: localparams([
      { name: 'RowBits', value: multipleBits(bus), why: 'of a multiple of an activation' },
    ]),
    multiples: multiples(bus, ['once', 'twice', 'minus'], multipleBits(bus)),
    rows: rows.map(rowView),
  };
}

const COMMENT = {
  low: 'the row is the digit times a, less 1: minus that, inverted.',
  booth: 'a negative multiple is inverted, and lacks 1.',
} as const;

function rowView({ index, form, lines, firstStored }: DigitRow) {
  const names = lines.map((line) => `${line}_${index}`);
  const picked = lines
    .filter((line) => line !== 'negative')
    .map((line) => `({RowBits{${line}_${index}}} & ${line})`)
    .join(' | ');
  return {
    comment: `Digit ${index}, -2 to ${form === 'low' ? 1 : 2}: ${COMMENT[form]}`,
    names: names.join(', '),
    fields: `{${names.toReversed().join(', ')}}`,
    stored: slice('weight_i', firstStored + lines.length - 1, firstStored),
    row: `row_${index}`,
    value: form === 'low' ? `~(${picked})` : `{RowBits{negative_${index}}} ^ (${picked})`,
  };
}
