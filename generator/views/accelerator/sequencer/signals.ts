import type { AcceleratorShape } from '../../../accelerator/shape.ts';
import type { Signal } from '../../text.ts';

/** State and events of the reader of weights. */
export function weightSignals({ array }: AcceleratorShape): Signal[] {
  const counted = array.rows > 1;
  return [
    { name: 'weight_more_q', meaning: 'beats are left to read' },
    { name: 'weight_valid_q', meaning: 'the beat read last is not taken' },
    { name: 'weight_place_q', width: 'WeightPlaceWidth', meaning: 'of the next beat' },
    ...(counted
      ? [{ name: 'weight_rows_q', width: 'RowsWidth', meaning: 'left of its tile' }]
      : []),
    { name: 'weight_tiles_q', width: 'CountWidth', meaning: 'left of its sum' },
    { name: 'weight_blocks_q', width: 'CountWidth', meaning: 'left for its group' },
    { name: 'weight_vectors_q', width: 'VectorsWidth', meaning: 'left of the run' },
    { name: 'weight_read', meaning: 'the next beat is read' },
    ...(counted ? [{ name: 'weight_tile_end', meaning: 'it is the last one of its tile' }] : []),
    { name: 'weight_sum_end', meaning: counted ? 'of its sum' : 'it is the last one of its sum' },
    { name: 'weight_group_end', meaning: 'of its group' },
    { name: 'weight_run_end', meaning: 'of the run' },
  ];
}

/** State and events of the reader of channel sets. */
export function channelSignals(): Signal[] {
  return [
    { name: 'channel_more_q', meaning: 'sets are left to read' },
    { name: 'channel_valid_q', meaning: 'the set read last is not taken' },
    { name: 'channel_place_q', width: 'ChannelPlaceWidth', meaning: 'of the next set' },
    { name: 'channel_blocks_q', width: 'CountWidth', meaning: 'left for its group' },
    { name: 'channel_vectors_q', width: 'VectorsWidth', meaning: 'left of the run' },
    { name: 'channel_read', meaning: 'the next set is read' },
    { name: 'channel_group_end', meaning: 'it is the last one of its group' },
    { name: 'channel_run_end', meaning: 'of the run' },
  ];
}

/** Results that are still to come. */
export function resultSignals(): Signal[] {
  return [
    {
      name: 'result_vectors_q',
      width: 'VectorsWidth',
      meaning: 'left until as many as the run has',
    },
    { name: 'result_blocks_q', width: 'CountWidth', meaning: 'how often still' },
    { name: 'result_end', meaning: 'the next one completes them' },
  ];
}
