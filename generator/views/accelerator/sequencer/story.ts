import type { AcceleratorShape } from '../../../accelerator/shape.ts';

/** What a reader of the sequencer has to know first. */
export function sequencerStory({ array }: AcceleratorShape): string[] {
  const { rows } = array;
  const beats = rows === 1 ? '1 weight beat' : `${rows} weight beats`;
  return [
    'Sequencer: brings the array what a run needs, in the order in which it needs it. With KT tiles ' +
      'of a sum:',
    '',
    '  for each group g of at most GROUP vectors',
    '    for each block m                 channel set CHANNEL_BASE + m',
    `      for each tile k                ${beats} from WEIGHT_BASE + (m * KT + k) * R on,`,
    '                                     vectors ACT_BASE + v * KT + k for each v of g',
    '                                     a result for each v of g after the last tile',
    '',
    'Three readers do so on their own, each as far ahead as the array takes its beats. A beat is ' +
      "read in one cycle and offered in the next; until it is taken it stays in its buffer's " +
      'output register. Places behind the end of a buffer are at its start.',
  ];
}
