import {
  isStored,
  type Register,
  type RegisterField,
  storedWidth,
} from '../../../accelerator/register.ts';
import type { AcceleratorShape } from '../../../accelerator/shape.ts';
import { svLiteral } from '../../../systemverilog.ts';
import { successor } from '../../array/control/state.ts';
import { assignments, type Signal, slice } from '../../text.ts';
import { layerValues } from '../layer.ts';
import { channelIndexWidth } from '../ports.ts';
import { nextPlace } from '../sequencer/places.ts';
import { addressName, caseRows } from './names.ts';

interface Stored {
  readonly register: Register;
  readonly field: RegisterField;
  /** Of the register in the RTL. */
  readonly name: string;
  readonly width: number;
}

/** What is written and only held. */
function storedFields(registers: readonly Register[]): Stored[] {
  return registers.flatMap((register) =>
    register.fields
      .filter(isStored)
      .map((field) => ({ register, field, name: `${field.signal}_q`, width: storedWidth(field) })),
  );
}

export function stateSignals(shape: AcceleratorShape, registers: readonly Register[]): Signal[] {
  const index = channelIndexWidth(shape);
  return [
    { name: 'irq_enable_q', meaning: 'irq_o follows done' },
    { name: 'done_q', meaning: "a run's last result was taken" },
    ...storedFields(registers).map(({ register, field, name, width }) => ({
      name,
      bits: width,
      meaning: register.fields.length > 1 ? `${field.name}, ${register.meaning}` : field.meaning,
    })),
    ...(index > 0
      ? [
          {
            name: 'channel_index_q',
            bits: index,
            meaning: 'place in its set of the next channel',
          },
        ]
      : []),
  ];
}

/** Assignments that a reset makes. */
export function resets(shape: AcceleratorShape, registers: readonly Register[]): string[] {
  return aligned([
    ['irq_enable_q', svLiteral(0, 1, 'binary')],
    ['done_q', svLiteral(0, 1, 'binary')],
    ...storedFields(registers).map(
      ({ field, name, width }) =>
        [name, field.reset === 0 ? `'0` : svLiteral(field.reset, width)] as const,
    ),
    ...(channelIndexWidth(shape) > 0 ? [['channel_index_q', `'0`] as const] : []),
  ]);
}

/** What a legal write of each register does; CONTROL and STATUS are not among them. */
export function writeRows(shape: AcceleratorShape, registers: readonly Register[]): string[] {
  const stored = storedFields(registers);
  return caseRows(
    registers.flatMap((register) => {
      const own = stored.filter((one) => one.register === register);
      const statements = own.map(
        ({ field, name, width }) =>
          `${name} <= ${slice('merged', field.lsb + width - 1, field.lsb)};`,
      );
      if (register.name === 'CHANNEL_WRITE' && channelIndexWidth(shape) > 0) {
        statements.push("channel_index_q <= '0;");
      }
      return statements.length === 0 ? [] : [[addressName(register.name), block(statements)]];
    }),
  );
}

function block(statements: readonly string[]): string {
  return statements.length === 1 ? (statements[0] ?? '') : `begin ${statements.join(' ')} end`;
}

/** Each beat moves its stream's place on, the last channel of a set that of the sets. */
export function beatLines(shape: AcceleratorShape): string[] {
  const { channels } = shape;
  const step = (stream: 'weight' | 'act' | 'channel') =>
    `${stream}_write_q <= ${nextPlace(`${stream}_write_q`, shape[stream])};`;
  const move = (stream: 'weight' | 'act' | 'channel') => `if (${stream}_write_i) ${step(stream)}`;
  const width = channelIndexWidth(shape);
  const beats = [move('weight'), move('act')];
  if (width === 0) return [...beats, move('channel')];
  return [
    ...beats,
    'if (channel_write_i) begin',
    `  channel_index_q <= ${successor('channel_index_q', channels)};`,
    `  if (channel_index_q == ${svLiteral(channels - 1, width)}) begin`,
    `    ${step('channel')}`,
    '  end',
    'end',
  ];
}

export function outputs(shape: AcceleratorShape, registers: readonly Register[]): string[] {
  const values = layerValues(shape).map(({ name }) => {
    // 8, 4 and 2 are 1000, 0100 and 0010: an array's mode is in the upper two bits.
    const source = name === 'mode' ? modeBits(registers) : `${name}_q`;
    return [`${name}_o`, source] as const;
  });
  return assignments({
    start_o: 'taken && address == Control && start',
    ...Object.fromEntries(values),
    irq_o: 'done_q && irq_enable_q',
    weight_write_place_o: 'weight_write_q',
    act_write_place_o: 'act_write_q',
    channel_write_place_o: 'channel_write_q',
    ...(channelIndexWidth(shape) > 0 ? { channel_write_index_o: 'channel_index_q' } : {}),
  });
}

function modeBits(registers: readonly Register[]): string {
  const [mode] = storedFields(registers).filter(({ name }) => name === 'mode_q');
  return mode?.width === 4 ? 'mode_q[3:2]' : "{1'b0, mode_q[2]}";
}

function aligned(rows: readonly (readonly [string, string])[]): string[] {
  const widest = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(widest)} <= ${value};`);
}
