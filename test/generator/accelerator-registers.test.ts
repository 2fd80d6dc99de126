import { describe, expect, test } from 'vitest';
import { type Register, resetWord } from '../../generator/accelerator/register.ts';
import { registersOf } from '../../generator/accelerator/registers.ts';
import { acceleratorShape } from '../../generator/accelerator/shape.ts';
import { arrayDesign } from '../../generator/index.ts';
import { type Action, type Answer, runHost } from '../support/accelerator-bench.ts';
import { acceleratorConfig } from '../support/accelerator-configs.ts';

const OKAY = 0;
const SLVERR = 2;

const read = (address: number): Action => ({ kind: 'read', address });
const write = (address: number, data: number, strobes = 15): Action => ({
  kind: 'write',
  address,
  data,
  strobes,
});

function described(name: string) {
  const design = arrayDesign(acceleratorConfig(name));
  return { design, registers: registersOf(acceleratorShape(design)) };
}

/** Words that a register that only holds values takes, and those that it refuses, at its edges. */
function edges({ fields }: Register): { readonly good: number[]; readonly bad: number[] } {
  const words = fields.map(({ lsb, width, allowed }) => {
    const at = (value: number) => value * 2 ** lsb;
    const values = allowed.kind === 'list' ? allowed.values : [allowed.from, allowed.to];
    const beside = allowed.kind === 'list' ? [0, 3, 7, 9, 31] : [allowed.from - 1, allowed.to + 1];
    const isOut = (value: number) => value >= 0 && value < 2 ** width && !values.includes(value);
    return { good: values.map(at), bad: beside.filter(isOut).map(at), first: at(values[0] ?? 0) };
  });
  const rest = (own: number) =>
    words.reduce((sum, { first }, index) => sum + (index === own ? 0 : first), 0);
  const all = (kind: 'good' | 'bad') =>
    words.flatMap((field, index) => field[kind].map((word) => word + rest(index)));
  const mask = fields.reduce((sum, { lsb, width }) => sum + (2 ** width - 1) * 2 ** lsb, 0);
  const outside = Array.from({ length: 32 }, (_, bit) => 2 ** bit).filter(
    (bit) => Math.floor(mask / bit) % 2 === 0,
  );
  return { good: all('good'), bad: [...all('bad'), ...outside.map((bit) => bit + rest(-1))] };
}

function reads(answers: readonly Answer[]) {
  return answers.filter((answer) => answer.kind === 'read');
}

describe.each(['every_mode', 'one_channel', 'oblong', 'fixed8', 'fixed16'])('%s', (name) => {
  const { design, registers } = described(name);
  const known = new Set(registers.map(({ address }) => address));

  test('after a reset each register reads as described, other addresses are refused', async () => {
    const addresses = Array.from({ length: 0x24 }, (_, index) => 4 * index);
    const others = addresses.filter((address) => !known.has(address)).concat(0x100, 0x200, 0xffc);
    const answers = await runHost(design, [
      ...registers.flatMap(({ address }) => [read(address), read(address + 3)]),
      ...others.flatMap((address) => [read(address), write(address, 0)]),
    ]);
    const data = registers.flatMap((register) => Array(2).fill(resetWord(register)));
    expect(reads(answers)).toEqual([
      ...data.map((value) => ({ kind: 'read', resp: OKAY, data: value })),
      ...others.map(() => ({ kind: 'read', resp: SLVERR, data: 0 })),
    ]);
    const writes = answers.filter((answer) => answer.kind === 'write');
    expect(writes).toEqual(others.map(() => ({ kind: 'write', resp: SLVERR })));
  }, 60_000);

  test('a register takes what its fields allow, refuses all else and keeps what it had', async () => {
    const held = registers.filter(({ access, address }) => access === 'RW' && address !== 0x20);
    const actions = held.flatMap((register) => {
      const { good, bad } = edges(register);
      const { address } = register;
      const last = good.at(-1) ?? 0;
      return [
        ...good.map((word) => ({ actions: [write(address, word), read(address)], expected: word })),
        ...bad.map((word) => ({
          actions: [write(address, word), read(address)],
          expected: last,
          refused: true,
        })),
      ];
    });
    const answers = await runHost(
      design,
      actions.flatMap(({ actions }) => actions),
    );
    expect(answers).toEqual(
      actions.flatMap((step) => [
        { kind: 'write', resp: 'refused' in step ? SLVERR : OKAY },
        { kind: 'read', resp: OKAY, data: step.expected },
      ]),
    );
  }, 120_000);

  test('a read-only register refuses every write', async () => {
    const fixed = registers.filter(({ access }) => access === 'RO');
    const answers = await runHost(
      design,
      fixed.flatMap((register) => [
        write(register.address, resetWord(register)),
        write(register.address, 0, 0),
        read(register.address),
      ]),
    );
    expect(answers).toEqual(
      fixed.flatMap((register) => [
        { kind: 'write', resp: SLVERR },
        { kind: 'write', resp: SLVERR },
        { kind: 'read', resp: OKAY, data: resetWord(register) },
      ]),
    );
  }, 60_000);
});

test('strobes choose bytes, and the merged word is judged', async () => {
  const { design } = described('every_mode');
  const [WEIGHT_FORMAT, VECTORS] = [0x44, 0x54];
  const answers = await runHost(design, [
    write(WEIGHT_FORMAT, 0x0000_0002, 0b0001),
    read(WEIGHT_FORMAT),
    write(WEIGHT_FORMAT, 0x0000_0301, 0b0010),
    read(WEIGHT_FORMAT),
    write(WEIGHT_FORMAT, 0xffff_ffff, 0b0000),
    write(WEIGHT_FORMAT, 0x0001_0000, 0b0100),
    read(WEIGHT_FORMAT),
    write(VECTORS, 0x0000_0100, 0b0010),
    write(VECTORS, 0x0000_0000, 0b0001),
    write(VECTORS, 0x0000_0000, 0b0010),
    read(VECTORS),
  ]);
  expect(answers).toEqual([
    { kind: 'write', resp: OKAY },
    { kind: 'read', resp: OKAY, data: 0xf02 },
    { kind: 'write', resp: OKAY },
    { kind: 'read', resp: OKAY, data: 0x302 },
    { kind: 'write', resp: OKAY },
    { kind: 'write', resp: SLVERR },
    { kind: 'read', resp: OKAY, data: 0x302 },
    { kind: 'write', resp: OKAY },
    { kind: 'write', resp: OKAY },
    { kind: 'write', resp: SLVERR },
    { kind: 'read', resp: OKAY, data: 0x100 },
  ]);
});

test('control and status: start while busy, done, its interrupt, and beats of the streams', async () => {
  const { design } = described('one_pe');
  const [CONTROL, STATUS, WEIGHT_WRITE, CHANNEL_WRITE] = [0x20, 0x24, 0x80, 0x88];
  const beats = (stream: 'weight' | 'act' | 'channel', count: number): Action[] =>
    Array(count).fill({ kind: 'stream', stream, beat: 0n });
  const answers = await runHost(design, [
    ...beats('weight', 5),
    ...beats('act', 2),
    ...beats('channel', 12),
    write(CONTROL, 1),
    read(STATUS),
    write(CONTROL, 3),
    read(CONTROL),
    write(CONTROL, 2),
    read(CONTROL),
    write(STATUS, 3),
    { kind: 'results', ready: true },
    { kind: 'wait' },
    read(STATUS),
    write(STATUS, 1),
    read(STATUS),
    write(STATUS, 2, 0b1110),
    read(STATUS),
    write(STATUS, 4),
    write(STATUS, 2),
    read(STATUS),
    ...beats('weight', 6),
    read(WEIGHT_WRITE),
    ...beats('channel', 6),
    read(CHANNEL_WRITE),
    write(CHANNEL_WRITE, 2),
    ...beats('channel', 3),
    read(CHANNEL_WRITE),
    ...beats('channel', 1),
    read(CHANNEL_WRITE),
  ]);
  const data = (value: number) => ({ kind: 'read', resp: OKAY, data: value });
  const [ok, refused] = [OKAY, SLVERR].map((resp) => ({ kind: 'write', resp }));
  expect(answers.filter(({ kind }) => kind !== 'result')).toEqual([
    ...[ok, data(1), refused, data(0), ok, data(2), ok],
    ...[data(2), ok, data(2), ok, data(2), refused, ok, data(0)],
    ...[data(1), data(1), ok, data(2), data(0)],
  ]);
});
