/** Registers of the accelerator: byte addresses, words after a reset, fields. */
export const REGISTERS = {
  /** tells an accelerator: "LPA1" */
  ID: {
    address: 0x000,
    access: 'RO',
    reset: 0x4c504131,
    fields: {
      /** tells an accelerator: "LPA1" */
      value: { mask: 0xffffffff, shift: 0 },
    },
  },
  /** the array */
  SHAPE: {
    address: 0x004,
    access: 'RO',
    reset: 0x00140404,
    fields: {
      /** R, rows of PEs */
      rows: { mask: 0x000000ff, shift: 0 },
      /** C, columns of PEs */
      cols: { mask: 0x0000ff00, shift: 8 },
      /** L, output channels of a column */
      lanes: { mask: 0x000f0000, shift: 16 },
      /** largest es of a format; 0 where formats are fixed */
      max_es: { mask: 0x00f00000, shift: 20 },
    },
  },
  /** most vectors that one tile serves */
  GROUP_LIMIT: {
    address: 0x008,
    access: 'RO',
    reset: 0x00000010,
    fields: {
      /** most vectors that one tile serves */
      value: { mask: 0xffffffff, shift: 0 },
    },
  },
  /** beats of the weight buffer */
  WEIGHT_DEPTH: {
    address: 0x00c,
    access: 'RO',
    reset: 0x00000200,
    fields: {
      /** beats of the weight buffer */
      value: { mask: 0xffffffff, shift: 0 },
    },
  },
  /** beats of the activation buffer */
  ACT_DEPTH: {
    address: 0x010,
    access: 'RO',
    reset: 0x00000100,
    fields: {
      /** beats of the activation buffer */
      value: { mask: 0xffffffff, shift: 0 },
    },
  },
  /** sets of the channel buffer */
  CHANNEL_DEPTH: {
    address: 0x014,
    access: 'RO',
    reset: 0x00000010,
    fields: {
      /** sets of the channel buffer */
      value: { mask: 0xffffffff, shift: 0 },
    },
  },
  /** begins runs */
  CONTROL: {
    address: 0x020,
    access: 'RW',
    reset: 0x00000000,
    fields: {
      /** write 1: a run begins, refused while busy; reads 0 */
      start: { mask: 0x00000001, shift: 0 },
      /** irq_o follows done */
      irq_enable: { mask: 0x00000002, shift: 1 },
    },
  },
  /** how the run stands */
  STATUS: {
    address: 0x024,
    access: 'RW1C',
    reset: 0x00000000,
    fields: {
      /** a run is under way; a write is ignored */
      busy: { mask: 0x00000001, shift: 0 },
      /** its last result was taken; write 1 or start: clears */
      done: { mask: 0x00000002, shift: 1 },
    },
  },
  /** how long the run takes */
  CYCLES: {
    address: 0x028,
    access: 'RO',
    reset: 0x00000000,
    fields: {
      /** clock cycles with busy, of this run or the last one */
      value: { mask: 0xffffffff, shift: 0 },
    },
  },
  /** bits of a weight word */
  MODE: {
    address: 0x040,
    access: 'RW',
    reset: 0x00000008,
    fields: {
      /** bits of a weight word */
      n: { mask: 0x0000001f, shift: 0 },
    },
  },
  /** format of the weights */
  WEIGHT_FORMAT: {
    address: 0x044,
    access: 'RW',
    reset: 0x00000f00,
    fields: {
      /** exponent field width */
      es: { mask: 0x0000000f, shift: 0 },
      /** longest regime run, at most n - 1 */
      rs: { mask: 0x00000f00, shift: 8 },
    },
  },
  /** format of the activations */
  ACT_FORMAT: {
    address: 0x048,
    access: 'RW',
    reset: 0x00000f00,
    fields: {
      /** exponent field width */
      es: { mask: 0x0000000f, shift: 0 },
      /** longest regime run, at most n - 1 */
      rs: { mask: 0x00000f00, shift: 8 },
    },
  },
  /** format of the results */
  RESULT_FORMAT: {
    address: 0x04c,
    access: 'RW',
    reset: 0x00000f00,
    fields: {
      /** exponent field width */
      es: { mask: 0x0000000f, shift: 0 },
      /** longest regime run, at most n - 1 */
      rs: { mask: 0x00000f00, shift: 8 },
    },
  },
  /** negative results become zero */
  RELU: {
    address: 0x050,
    access: 'RW',
    reset: 0x00000000,
    fields: {
      /** negative results become zero */
      on: { mask: 0x00000001, shift: 0 },
    },
  },
  /** all vectors of the run */
  VECTORS: {
    address: 0x054,
    access: 'RW',
    reset: 0x00000001,
    fields: {
      /** all vectors of the run */
      count: { mask: 0x000fffff, shift: 0 },
    },
  },
  /** vectors that one tile serves */
  GROUP: {
    address: 0x058,
    access: 'RW',
    reset: 0x00000001,
    fields: {
      /** vectors that one tile serves */
      count: { mask: 0x0000ffff, shift: 0 },
    },
  },
  /** tiles of a sum */
  ROW_TILES: {
    address: 0x05c,
    access: 'RW',
    reset: 0x00000001,
    fields: {
      /** tiles of a sum */
      count: { mask: 0x0000ffff, shift: 0 },
    },
  },
  /** blocks of output channels */
  COLUMN_BLOCKS: {
    address: 0x060,
    access: 'RW',
    reset: 0x00000001,
    fields: {
      /** blocks of output channels */
      count: { mask: 0x0000ffff, shift: 0 },
    },
  },
  /** first beat of weights */
  WEIGHT_BASE: {
    address: 0x064,
    access: 'RW',
    reset: 0x00000000,
    fields: {
      /** first beat of weights */
      place: { mask: 0x000fffff, shift: 0 },
    },
  },
  /** first beat of activations */
  ACT_BASE: {
    address: 0x068,
    access: 'RW',
    reset: 0x00000000,
    fields: {
      /** first beat of activations */
      place: { mask: 0x000fffff, shift: 0 },
    },
  },
  /** first channel set */
  CHANNEL_BASE: {
    address: 0x06c,
    access: 'RW',
    reset: 0x00000000,
    fields: {
      /** first channel set */
      place: { mask: 0x000fffff, shift: 0 },
    },
  },
  /** where the next weight beat goes */
  WEIGHT_WRITE: {
    address: 0x080,
    access: 'RW',
    reset: 0x00000000,
    fields: {
      /** where the next weight beat goes */
      place: { mask: 0x000fffff, shift: 0 },
    },
  },
  /** where the next activation beat goes */
  ACT_WRITE: {
    address: 0x084,
    access: 'RW',
    reset: 0x00000000,
    fields: {
      /** where the next activation beat goes */
      place: { mask: 0x000fffff, shift: 0 },
    },
  },
  /** where the next channel set goes */
  CHANNEL_WRITE: {
    address: 0x088,
    access: 'RW',
    reset: 0x00000000,
    fields: {
      /** where the next channel set goes */
      place: { mask: 0x000fffff, shift: 0 },
    },
  },
} as const;
