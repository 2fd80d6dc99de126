import { alignColumns } from '../../../system/text.ts';
import type { ArrayShape } from '../../config/array-shape.ts';
import type { ArrayResolved } from '../../config/resolve-array.ts';
import { shapeName } from '../decoder/view.ts';
import { vectorsText } from './tile.ts';

/** What a user of the array must know: its streams, a tile's life, and when things happen. */
export function arrayStory({ shape }: ArrayResolved): string[] {
  return [
    `Weight-stationary array of ${shape.rows} x ${shape.cols} processing elements. ` +
      formatsText(shape),
    '',
    ...streams(shape),
    '',
    ...life(shape),
    '',
    ...timing(shape),
  ];
}

function formatsText({ runTime, maxEs, modes, lanes, activation, output }: ArrayShape): string {
  const channels = lanes.length === 1 ? 'one output channel' : `${lanes.length} output channels`;
  const several =
    lanes.length === 1 ? 'of one output channel' : `each of one of the ${channels} of its column`;
  if (runTime) {
    const words = modes.map((n) => CONTAINERS[n]).join(' or ');
    return (
      `A PE holds ${words}, ${several}. Formats come with each tile: es ${maxEs === 0 ? '0' : `0 to ${maxEs}`}, ` +
      'rs 1 to n - 1; activations and results have 8 bits.'
    );
  }
  const [lane] = lanes;
  const weights = shapeName((lane ?? { weight: activation }).weight.largest);
  const each = lanes.length === 1 ? `a ${weights} weight` : `${lanes.length} ${weights} weights`;
  return (
    `A PE holds ${each}, a column has ${channels}. Activations are ` +
    `${shapeName(activation.largest)}, results ${shapeName(output.largest)} words.`
  );
}

const CONTAINERS: Readonly<Record<number, string>> = {
  8: 'an 8-bit weight',
  4: 'two 4-bit weights',
  2: 'four 2-bit weights',
};

function streams({ rows, cols, lanes, runTime, modes, startWidth }: ArrayShape): string[] {
  const start = startWidth > 0 ? 'start values and log scales' : 'log scales';
  const description = [
    ...(modes.length > 1 ? ['mode'] : []),
    ...(runTime ? ['formats'] : []),
    'place in its sums',
    'relu',
    'number of vectors',
  ];
  const rowsText =
    rows === 1
      ? 'one beat is a tile'
      : `one row of a tile, the bottom one first; ${rows} beats a tile`;
  return [
    'Streams; a beat moves at a rising edge where its valid and ready are both 1:',
    '',
    ...alignColumns([
      ['weight', rowsText],
      ['tile', `with every beat of weights: ${description.join(', ')}`],
      ['channel', `${start} of new sums; one beat for each tile that begins some`],
      ['act', `one vector: ${count(rows, 'activation')}, row 0 in the low bits`],
      [
        'result',
        `one vector: ${count(cols * lanes.length, 'word')}, column 0, lane 0 in the low bits`,
      ],
    ]).map((row) => `  ${row}`),
  ];
}

function life(shape: ArrayShape): string[] {
  const { rows, channelSets, lanes, modes, startWidth } = shape;
  const idle =
    modes.length > 1 && lanes.length > 1
      ? ' Lanes that the mode of the last tile does not use have the word 0.'
      : '';
  return [
    `Life of a tile: its rows move down shadow registers while the tile before still works. When ` +
      `the last vector of that tile has entered, the weights become active row by row, and the ` +
      `tile's own vectors follow, ${vectorsText(shape)} of them. Each adds up products down the ` +
      `${count(rows, 'row')}; at the foot of a column the sum is added to that of the tiles before ` +
      `(tile_first begins with ${startWidth > 0 ? 'a start value' : '0'}, with the same number of vectors in all tiles of a ` +
      `sum). With tile_last the sums are scaled, encoded and offered as results, in order.${idle}`,
    '',
    `Up to ${channelSets} channel sets wait or work. A vector whose results leave enters only if ` +
      'their slot is free, so nothing inside ever stops, and no ready depends on another signal ' +
      'of the same cycle.',
  ];
}

function timing({ rows, cols, vectors }: ArrayShape): string[] {
  const latency = rows + cols + 2;
  return [
    'Timing, where no stream waits:',
    '',
    ...alignColumns([
      ['first vector of the first tile', 'R', `${rows} cycles after its first beat of weights`],
      [
        'from a tile of N vectors to the next',
        'max(R, N)',
        `${rows} to ${Math.max(rows, vectors)} cycles`,
      ],
      ['from a vector to its result', 'R + C + 2', `${latency} cycles`],
    ]).map((row) => `  ${row}`),
  ];
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
