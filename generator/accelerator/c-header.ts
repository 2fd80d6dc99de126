import { addressText, fieldMask, wordText } from './allowed-text.ts';
import type { Register } from './register.ts';
import type { AcceleratorShape } from './shape.ts';

/** A C header: addresses, masks and shifts, formats as words, and whether a run fits the buffers. */
export function cHeader(
  name: string,
  registers: readonly Register[],
  shape: AcceleratorShape,
): string {
  const macro = name.replace(/_$/, '').toUpperCase();
  const prefix = name.replace(/_$/, '');
  return [
    `/* Registers of the accelerator ${name}: 32-bit words behind AXI4-Lite, addresses in bytes. */`,
    `#ifndef ${macro}_REGISTERS_H`,
    `#define ${macro}_REGISTERS_H`,
    '',
    '#include <stdint.h>',
    '',
    ...registers.flatMap((register) => [...defines(macro, register), '']),
    '/* The array and its buffers. */',
    ...defineSizes(macro, shape),
    '',
    ...(shape.array.runTime ? [...packFormat(prefix, macro), ''] : []),
    ...fits(prefix, macro),
    '',
    `#endif`,
    '',
  ].join('\n');
}

function defines(macro: string, { name, address, access, meaning, fields }: Register): string[] {
  const register = `${macro}_${name}`;
  return [
    `/* ${access}: ${meaning} */`,
    `#define ${register}_ADDRESS ${addressText(address)}u`,
    ...fields.flatMap((field) => {
      const macroOfField = `${register}_${field.name.toUpperCase()}`;
      return [
        `#define ${macroOfField}_MASK ${wordText(fieldMask(field))}u`,
        `#define ${macroOfField}_SHIFT ${field.lsb}u`,
      ];
    }),
  ];
}

function defineSizes(macro: string, { array, weight, act, channel, channels }: AcceleratorShape) {
  const sizes: Record<string, number> = {
    ROWS: array.rows,
    COLS: array.cols,
    LANES: array.lanes.length,
    CHANNELS: channels,
    MAX_GROUP: array.vectors,
    WEIGHT_BEATS: weight.depth,
    ACT_BEATS: act.depth,
    CHANNEL_SETS: channel.depth,
  };
  return Object.entries(sizes).map(([size, value]) => `#define ${macro}_${size} ${value}u`);
}

function packFormat(prefix: string, macro: string): string[] {
  const part = (value: string, field: string) =>
    `((${value} << ${macro}_WEIGHT_FORMAT_${field}_SHIFT) & ${macro}_WEIGHT_FORMAT_${field}_MASK)`;
  return [
    '/* The word for a *_FORMAT register. */',
    `static inline uint32_t ${prefix}_format(uint32_t es, uint32_t rs) {`,
    `  return ${part('es', 'ES')} |`,
    `         ${part('rs', 'RS')};`,
    '}',
  ];
}

function fits(prefix: string, macro: string): string[] {
  return [
    '/* Whether a run stays within the buffers and its counts within their registers: 1 or 0. */',
    `static inline int ${prefix}_fits(uint32_t vectors, uint32_t group, uint32_t row_tiles,`,
    `${' '.repeat(`static inline int ${prefix}_fits(`.length)}uint32_t column_blocks, uint32_t weight_base,`,
    `${' '.repeat(`static inline int ${prefix}_fits(`.length)}uint32_t act_base, uint32_t channel_base) {`,
    '  const uint64_t tiles = (uint64_t)row_tiles * column_blocks;',
    '  const uint64_t beats = (uint64_t)vectors * row_tiles;',
    '',
    `  if (vectors < 1 || vectors > ${macro}_VECTORS_COUNT_MASK) return 0;`,
    `  if (group < 1 || group > ${macro}_MAX_GROUP) return 0;`,
    `  if (row_tiles < 1 || row_tiles > ${macro}_ROW_TILES_COUNT_MASK) return 0;`,
    `  if (column_blocks < 1 || column_blocks > ${macro}_COLUMN_BLOCKS_COUNT_MASK) return 0;`,
    `  if (weight_base + tiles * ${macro}_ROWS > ${macro}_WEIGHT_BEATS) return 0;`,
    `  if (act_base + beats > ${macro}_ACT_BEATS) return 0;`,
    `  return channel_base + (uint64_t)column_blocks <= ${macro}_CHANNEL_SETS;`,
    '}',
  ];
}
