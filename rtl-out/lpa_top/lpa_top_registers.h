/* Registers of the accelerator lpa_top: 32-bit words behind AXI4-Lite, addresses in bytes. */
#ifndef LPA_TOP_REGISTERS_H
#define LPA_TOP_REGISTERS_H

#include <stdint.h>

/* RO: tells an accelerator: "LPA1" */
#define LPA_TOP_ID_ADDRESS 0x000u
#define LPA_TOP_ID_VALUE_MASK 0xffffffffu
#define LPA_TOP_ID_VALUE_SHIFT 0u

/* RO: the array */
#define LPA_TOP_SHAPE_ADDRESS 0x004u
#define LPA_TOP_SHAPE_ROWS_MASK 0x000000ffu
#define LPA_TOP_SHAPE_ROWS_SHIFT 0u
#define LPA_TOP_SHAPE_COLS_MASK 0x0000ff00u
#define LPA_TOP_SHAPE_COLS_SHIFT 8u
#define LPA_TOP_SHAPE_LANES_MASK 0x000f0000u
#define LPA_TOP_SHAPE_LANES_SHIFT 16u
#define LPA_TOP_SHAPE_MAX_ES_MASK 0x00f00000u
#define LPA_TOP_SHAPE_MAX_ES_SHIFT 20u

/* RO: most vectors that one tile serves */
#define LPA_TOP_GROUP_LIMIT_ADDRESS 0x008u
#define LPA_TOP_GROUP_LIMIT_VALUE_MASK 0xffffffffu
#define LPA_TOP_GROUP_LIMIT_VALUE_SHIFT 0u

/* RO: beats of the weight buffer */
#define LPA_TOP_WEIGHT_DEPTH_ADDRESS 0x00cu
#define LPA_TOP_WEIGHT_DEPTH_VALUE_MASK 0xffffffffu
#define LPA_TOP_WEIGHT_DEPTH_VALUE_SHIFT 0u

/* RO: beats of the activation buffer */
#define LPA_TOP_ACT_DEPTH_ADDRESS 0x010u
#define LPA_TOP_ACT_DEPTH_VALUE_MASK 0xffffffffu
#define LPA_TOP_ACT_DEPTH_VALUE_SHIFT 0u

/* RO: sets of the channel buffer */
#define LPA_TOP_CHANNEL_DEPTH_ADDRESS 0x014u
#define LPA_TOP_CHANNEL_DEPTH_VALUE_MASK 0xffffffffu
#define LPA_TOP_CHANNEL_DEPTH_VALUE_SHIFT 0u

/* RW: begins runs */
#define LPA_TOP_CONTROL_ADDRESS 0x020u
#define LPA_TOP_CONTROL_START_MASK 0x00000001u
#define LPA_TOP_CONTROL_START_SHIFT 0u
#define LPA_TOP_CONTROL_IRQ_ENABLE_MASK 0x00000002u
#define LPA_TOP_CONTROL_IRQ_ENABLE_SHIFT 1u

/* RW1C: how the run stands */
#define LPA_TOP_STATUS_ADDRESS 0x024u
#define LPA_TOP_STATUS_BUSY_MASK 0x00000001u
#define LPA_TOP_STATUS_BUSY_SHIFT 0u
#define LPA_TOP_STATUS_DONE_MASK 0x00000002u
#define LPA_TOP_STATUS_DONE_SHIFT 1u

/* RO: how long the run takes */
#define LPA_TOP_CYCLES_ADDRESS 0x028u
#define LPA_TOP_CYCLES_VALUE_MASK 0xffffffffu
#define LPA_TOP_CYCLES_VALUE_SHIFT 0u

/* RW: bits of a weight word */
#define LPA_TOP_MODE_ADDRESS 0x040u
#define LPA_TOP_MODE_N_MASK 0x0000001fu
#define LPA_TOP_MODE_N_SHIFT 0u

/* RW: format of the weights */
#define LPA_TOP_WEIGHT_FORMAT_ADDRESS 0x044u
#define LPA_TOP_WEIGHT_FORMAT_ES_MASK 0x0000000fu
#define LPA_TOP_WEIGHT_FORMAT_ES_SHIFT 0u
#define LPA_TOP_WEIGHT_FORMAT_RS_MASK 0x00000f00u
#define LPA_TOP_WEIGHT_FORMAT_RS_SHIFT 8u

/* RW: format of the activations */
#define LPA_TOP_ACT_FORMAT_ADDRESS 0x048u
#define LPA_TOP_ACT_FORMAT_ES_MASK 0x0000000fu
#define LPA_TOP_ACT_FORMAT_ES_SHIFT 0u
#define LPA_TOP_ACT_FORMAT_RS_MASK 0x00000f00u
#define LPA_TOP_ACT_FORMAT_RS_SHIFT 8u

/* RW: format of the results */
#define LPA_TOP_RESULT_FORMAT_ADDRESS 0x04cu
#define LPA_TOP_RESULT_FORMAT_ES_MASK 0x0000000fu
#define LPA_TOP_RESULT_FORMAT_ES_SHIFT 0u
#define LPA_TOP_RESULT_FORMAT_RS_MASK 0x00000f00u
#define LPA_TOP_RESULT_FORMAT_RS_SHIFT 8u

/* RW: negative results become zero */
#define LPA_TOP_RELU_ADDRESS 0x050u
#define LPA_TOP_RELU_ON_MASK 0x00000001u
#define LPA_TOP_RELU_ON_SHIFT 0u

/* RW: all vectors of the run */
#define LPA_TOP_VECTORS_ADDRESS 0x054u
#define LPA_TOP_VECTORS_COUNT_MASK 0x000fffffu
#define LPA_TOP_VECTORS_COUNT_SHIFT 0u

/* RW: vectors that one tile serves */
#define LPA_TOP_GROUP_ADDRESS 0x058u
#define LPA_TOP_GROUP_COUNT_MASK 0x0000ffffu
#define LPA_TOP_GROUP_COUNT_SHIFT 0u

/* RW: tiles of a sum */
#define LPA_TOP_ROW_TILES_ADDRESS 0x05cu
#define LPA_TOP_ROW_TILES_COUNT_MASK 0x0000ffffu
#define LPA_TOP_ROW_TILES_COUNT_SHIFT 0u

/* RW: blocks of output channels */
#define LPA_TOP_COLUMN_BLOCKS_ADDRESS 0x060u
#define LPA_TOP_COLUMN_BLOCKS_COUNT_MASK 0x0000ffffu
#define LPA_TOP_COLUMN_BLOCKS_COUNT_SHIFT 0u

/* RW: first beat of weights */
#define LPA_TOP_WEIGHT_BASE_ADDRESS 0x064u
#define LPA_TOP_WEIGHT_BASE_PLACE_MASK 0x000fffffu
#define LPA_TOP_WEIGHT_BASE_PLACE_SHIFT 0u

/* RW: first beat of activations */
#define LPA_TOP_ACT_BASE_ADDRESS 0x068u
#define LPA_TOP_ACT_BASE_PLACE_MASK 0x000fffffu
#define LPA_TOP_ACT_BASE_PLACE_SHIFT 0u

/* RW: first channel set */
#define LPA_TOP_CHANNEL_BASE_ADDRESS 0x06cu
#define LPA_TOP_CHANNEL_BASE_PLACE_MASK 0x000fffffu
#define LPA_TOP_CHANNEL_BASE_PLACE_SHIFT 0u

/* RW: where the next weight beat goes */
#define LPA_TOP_WEIGHT_WRITE_ADDRESS 0x080u
#define LPA_TOP_WEIGHT_WRITE_PLACE_MASK 0x000fffffu
#define LPA_TOP_WEIGHT_WRITE_PLACE_SHIFT 0u

/* RW: where the next activation beat goes */
#define LPA_TOP_ACT_WRITE_ADDRESS 0x084u
#define LPA_TOP_ACT_WRITE_PLACE_MASK 0x000fffffu
#define LPA_TOP_ACT_WRITE_PLACE_SHIFT 0u

/* RW: where the next channel set goes */
#define LPA_TOP_CHANNEL_WRITE_ADDRESS 0x088u
#define LPA_TOP_CHANNEL_WRITE_PLACE_MASK 0x000fffffu
#define LPA_TOP_CHANNEL_WRITE_PLACE_SHIFT 0u

/* The array and its buffers. */
#define LPA_TOP_ROWS 4u
#define LPA_TOP_COLS 4u
#define LPA_TOP_LANES 4u
#define LPA_TOP_CHANNELS 16u
#define LPA_TOP_MAX_GROUP 16u
#define LPA_TOP_WEIGHT_BEATS 512u
#define LPA_TOP_ACT_BEATS 256u
#define LPA_TOP_CHANNEL_SETS 16u

/* The word for a *_FORMAT register. */
static inline uint32_t lpa_top_format(uint32_t es, uint32_t rs) {
  return ((es << LPA_TOP_WEIGHT_FORMAT_ES_SHIFT) & LPA_TOP_WEIGHT_FORMAT_ES_MASK) |
         ((rs << LPA_TOP_WEIGHT_FORMAT_RS_SHIFT) & LPA_TOP_WEIGHT_FORMAT_RS_MASK);
}

/* Whether a run stays within the buffers and its counts within their registers: 1 or 0. */
static inline int lpa_top_fits(uint32_t vectors, uint32_t group, uint32_t row_tiles,
                               uint32_t column_blocks, uint32_t weight_base,
                               uint32_t act_base, uint32_t channel_base) {
  const uint64_t tiles = (uint64_t)row_tiles * column_blocks;
  const uint64_t beats = (uint64_t)vectors * row_tiles;

  if (vectors < 1 || vectors > LPA_TOP_VECTORS_COUNT_MASK) return 0;
  if (group < 1 || group > LPA_TOP_MAX_GROUP) return 0;
  if (row_tiles < 1 || row_tiles > LPA_TOP_ROW_TILES_COUNT_MASK) return 0;
  if (column_blocks < 1 || column_blocks > LPA_TOP_COLUMN_BLOCKS_COUNT_MASK) return 0;
  if (weight_base + tiles * LPA_TOP_ROWS > LPA_TOP_WEIGHT_BEATS) return 0;
  if (act_base + beats > LPA_TOP_ACT_BEATS) return 0;
  return channel_base + (uint64_t)column_blocks <= LPA_TOP_CHANNEL_SETS;
}

#endif
