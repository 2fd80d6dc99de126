import type { Random } from '../../random.ts';
import { write } from '../host.ts';
import { REGISTER } from '../registers.ts';
import type { Action } from '../script.ts';
import type { AcceleratorSubject } from '../subject.ts';

/** Accesses that change nothing: constants, addresses without a register, values out of range. */
export function strayAccesses({ shape, depths }: AcceleratorSubject, random: Random): Action[] {
  const { maxEs, vectors } = shape;
  const es = maxEs + 1 + random.below(15 - maxEs);
  const refused = [
    write(REGISTER.id, random.word()),
    write(REGISTER.groupLimit, vectors),
    write(REGISTER.cycles, 0),
    write(REGISTER.mode, random.pick([0, 1, 3, 15])),
    write(random.pick([0x01c, 0x02c, 0x07c, 0x08c, 0xffc]), random.word()),
    write(random.pick([REGISTER.weightFormat, REGISTER.actFormat, REGISTER.resultFormat]), es),
    write(REGISTER.vectors, 0),
    write(REGISTER.group, vectors + 1),
    write(REGISTER.rowTiles, random.pick([0, 2 ** 16])),
    write(REGISTER.columnBlocks, random.pick([0, 2 ** 16])),
    write(REGISTER.weightBase, depths.weightRows),
    write(REGISTER.actBase, depths.activations),
    write(REGISTER.channelBase, depths.channelSets),
    write(REGISTER.actWrite, depths.activations),
    write(REGISTER.control, 4 + random.below(4)),
    write(REGISTER.status, 4),
  ];
  const reads = [REGISTER.id, REGISTER.shape, REGISTER.weightDepth, 0x030, 0xffc].map(
    (address): Action => ({ kind: 'read', address, posted: random.once(2) }),
  );
  const count = random.below(6);
  return Array.from({ length: count }, () => random.pick(random.once(2) ? refused : reads));
}
