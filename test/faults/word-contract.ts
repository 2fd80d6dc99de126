import type { ArrayDesign } from '../../generator/index.ts';
import { bitLength } from '../../generator/systemverilog.ts';
import { type ControlFieldName, controlWord } from '../../generator/views/array/control-word.ts';
import { total } from '../../generator/views/buses.ts';
import { type ArrayContract, FREE } from './contract.ts';

/** Fields of a control word that are read where it ends a sum. */
const OF_RESULTS: readonly ControlFieldName[] = ['relu', 'mode', 'out_es', 'out_rs'];

/**
 * When a bit of a control word is read: all with a vector, what tells of results where a sum ends, the
 * channel set also where one begins. `bitOf` names the bits of the same word.
 */
function wordBitRead({ shape }: ArrayDesign, bit: number, bitOf: (bit: number) => string): string {
  const { fields } = controlWord(shape);
  const of = (name: ControlFieldName) =>
    bitOf(fields.find((field) => field.name === name)?.lsb ?? 0);
  const field = fields.find(({ lsb, width }) => bit >= lsb && bit < lsb + width);
  switch (field?.name) {
    case undefined:
    case 'valid':
      return "1'b1";
    case 'set':
      return `(${of('valid')} && (${of('first')} || ${of('last')}))`;
    case 'mode':
      if (bit - field.lsb === unreadModeBit(shape)) return "1'b0";
      return `(${of('valid')} && ${of('last')})`;
    case 'end':
    case 'slot':
    case 'relu':
    case 'out_es':
    case 'out_rs':
      return `(${of('valid')} && ${of('last')})`;
    default:
      return of('valid');
  }
}

/** Of two modes one bit tells which: the other one, or -1. */
function unreadModeBit({ modes }: ArrayDesign['shape']): number {
  if (modes.length !== 2) return -1;
  return modes.includes(8) ? 0 : 1;
}

/** What is read of the port on which a control word goes on. */
export function wordCompared(design: ArrayDesign): ArrayContract['compared'] {
  const bits = Array.from({ length: controlWord(design.shape).width }, (_, bit) => bit).reverse();
  const read = (bit: number) => wordBitRead(design, bit, (known) => `gold_ctrl_o[${known}]`);
  return new Map([
    [
      'ctrl_o',
      (copy) => `{${bits.map((bit) => `(${read(bit)} && ${copy}_ctrl_o[${bit}])`).join(', ')}}`,
    ],
  ]);
}

export const UNREAD_WORDS =
  'control words are read with a vector, what they say of results where sums end';

/** Registers of the control words in feet. */
export function looseWords(design: ArrayDesign): ArrayContract['loose'] {
  return new Map([
    ['ctrl_q', (_, bit, bitOf) => wordBitRead(design, bit, (known) => bitOf(`ctrl_q_${known}`))],
  ]);
}

/** What goes with a vector, or is told of a tile, is read while there is one. */
export function controlContract(design: ArrayDesign): ArrayContract {
  const { shape } = design;
  const { width, fields } = controlWord(shape);
  // A description is {.., mode, relu, last, first}: what comes between relu and the activations' format.
  const lastOfTile = 1;
  const results = total(
    fields.filter(({ name }) => OF_RESULTS.includes(name)).map((field) => field.width),
  );
  const modeOfTile = lastOfTile + 2;
  const unread = unreadModeBit(shape);
  const ofTile = (register: string, bit: number, bitOf: (name: string) => string) => {
    if (unread >= 0 && bit === modeOfTile + unread) return "1'b0";
    const isOfResults = bit > lastOfTile && bit <= lastOfTile + results;
    return isOfResults ? bitOf(`${register}_${lastOfTile}`) : "1'b1";
  };
  const { rows, resultSlots } = shape;
  const count = bitLength(rows);
  // From one pass through the rows after the reset on: what it cut off is ahead of the first beat.
  const loads = Array.from(
    { length: rows - 1 },
    (_, row) => `TIME_loads_q[${row * count} +: ${count}] <= ${rows - 1 - row}`,
  );
  return {
    ...FREE,
    what:
      `${UNREAD_WORDS}; descriptions of incomplete and of finished tiles and what goes with no beat ` +
      'are not read, formats of results only where sums end',
    shows: ['missing_q', 'remaining_q', 'valid_q', 'loads_q', 'slot_q', 'read_slot_q'],
    invariants: [
      `TIME_missing_q <= ${rows}`,
      `TIME_slot_q < ${resultSlots}`,
      `TIME_read_slot_q < ${resultSlots}`,
      ...loads,
    ],
    onlyNonzero: Array.from(
      { length: rows > 1 ? count : 0 },
      (_, bit) => `loads_q_${(rows - 2) * count + bit}`,
    ),
    loose: new Map([
      [
        'fields_q',
        (time, bit, bitOf) => {
          const word = Math.floor(bit / (width - 1));
          return wordBitRead(design, (bit % (width - 1)) + 1, (known) =>
            known === 0
              ? `${time}_valid_q[${word}]`
              : bitOf(`fields_q_${word * (width - 1) + known - 1}`),
          );
        },
      ],
      ['index_q', (time) => `${time}_remaining_q != 0`],
      [
        'current_q',
        (time, bit, bitOf) => `${time}_remaining_q != 0 && ${ofTile('current_q', bit, bitOf)}`,
      ],
      [
        'pending_q',
        (time, bit, bitOf) => `${time}_missing_q == 0 && ${ofTile('pending_q', bit, bitOf)}`,
      ],
      ['pending_vectors_q', (time) => `${time}_missing_q == 0`],
    ]),
    compared: new Map([
      ...wordCompared(design),
      ['act_es_o', (copy) => `(in_act_valid_i && gold_act_ready_o ? ${copy}_act_es_o : 0)`],
      ['act_rs_o', (copy) => `(in_act_valid_i && gold_act_ready_o ? ${copy}_act_rs_o : 0)`],
      ['set_o', (copy) => `(gold_set_write_o ? ${copy}_set_o : 0)`],
      ['read_slot_o', (copy) => `(gold_result_valid_o ? ${copy}_read_slot_o : 0)`],
    ]),
  };
}
