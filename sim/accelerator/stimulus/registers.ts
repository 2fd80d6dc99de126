import type { Random } from '../../random.ts';
import { read } from '../host.ts';
import { ALL_ADDRESSES, REGISTER, START } from '../registers.ts';
import type { Action } from '../script.ts';
import type { AcceleratorSubject } from '../subject.ts';

const NAMED = Object.values(REGISTER);

/** Every address: read, written with a random word, read again. */
export function allAddresses(random: Random): Action[] {
  return ALL_ADDRESSES.flatMap((address) => [
    read(address + random.below(4)),
    safe({ kind: 'write', address, word: random.word(), strobes: random.below(16) }),
    read(address),
  ]);
}

/**
 * Every register with words at the ends of what it takes, about any bit, and any, by any strobes; now and
 * then several accesses at once.
 */
export function registerWords(
  subject: AcceleratorSubject,
  count: number,
  random: Random,
): Action[] {
  const ends = endsOf(subject);
  return Array.from({ length: count }, () => {
    const address = random.pick(NAMED);
    const written = safe({
      kind: 'write' as const,
      address: address + random.below(4),
      word: random.once(2) ? ownEnd(subject, address, random) : randomWord(ends, random),
      strobes: random.once(2) ? 15 : random.below(16),
      posted: random.once(4),
    });
    if (written.posted) return [written, ...besides(random)];
    return random.once(4) ? [written] : [written, read(random.once(8) ? anyOf(random) : address)];
  }).flat();
}

/** A value about the first or the last one that a register takes. */
function ownEnd({ shape, depths }: AcceleratorSubject, address: number, random: Random): number {
  const last = new Map<number, number>([
    [REGISTER.vectors, 2 ** 20 - 1],
    [REGISTER.group, shape.vectors],
    [REGISTER.rowTiles, 2 ** 16 - 1],
    [REGISTER.columnBlocks, 2 ** 16 - 1],
    [REGISTER.weightBase, depths.weightRows - 1],
    [REGISTER.actBase, depths.activations - 1],
    [REGISTER.channelBase, depths.channelSets - 1],
    [REGISTER.weightWrite, depths.weightRows - 1],
    [REGISTER.actWrite, depths.activations - 1],
    [REGISTER.channelWrite, depths.channelSets - 1],
  ]).get(address);
  const most = last ?? shape.maxEs + random.below(16) * 2 ** 8;
  return random.pick([0, 1, most - 1, most, most, most + 1, random.below(most + 1)]) >>> 0;
}

/** Reads beside a write: one of a register that does not change, then several one after another. */
function besides(random: Random): Action[] {
  const reads = Array.from(
    { length: random.below(4) },
    (): Action => ({ kind: 'read', address: anyOf(random), posted: true }),
  );
  return [
    read(random.pick([REGISTER.id, REGISTER.weightDepth])),
    { kind: 'fence', of: ['writes'] },
    ...reads,
    { kind: 'fence', of: ['reads'] },
  ];
}

function anyOf(random: Random): number {
  return random.pick(NAMED);
}

function randomWord(ends: readonly number[], random: Random): number {
  return random.pick([
    random.pick(ends),
    random.pick(ends),
    2 ** random.below(32),
    random.below(2 ** (1 + random.below(32))),
    random.below(16) + random.below(16) * 2 ** 8,
    random.below(18),
  ]);
}

/** Nothing here may begin a run: a word that would is given a bit that is refused. */
function safe<A extends Action & { readonly kind: 'write' }>(action: A): A {
  const { address, word } = action;
  if ((address & ~3) !== REGISTER.control || (word & START) === 0) return action;
  return { ...action, word: (word | (2 ** 3)) >>> 0 };
}

/** Values at which some register changes its mind. */
function endsOf({ shape, depths }: AcceleratorSubject): number[] {
  const { vectors, maxEs } = shape;
  const { weightRows, activations, channelSets } = depths;
  const limits = [vectors, weightRows, activations, channelSets, maxEs, 2 ** 16 - 1, 2 ** 20 - 1];
  return [0, 1, 2, 3, 4, 8, ...limits.flatMap((limit) => [limit - 1, limit, limit + 1])]
    .filter((value) => value >= 0)
    .concat([maxEs + 1 + 15 * 2 ** 8, maxEs + 7 * 2 ** 8, 2 ** 12, 2 ** 4]);
}
