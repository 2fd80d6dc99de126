import { text } from '../pictures/svg.ts';
import { GREYS, type Pictures, SHAPES, SIZE } from './shapes.ts';

const COLUMNS = 7;
/** Edge of a pixel in the drawing. */
const SCALE = 4;
const PITCH = SIZE * SCALE + 8;
const LEFT = 76;
const MARGIN = 12;
/** Greys that are drawn: fewer than there are keep the file small. */
const TONES = 10;

/** The first pictures of each shape, a row for each. */
export function contactSheet({ pixels, labels }: Pictures): string {
  const width = LEFT + COLUMNS * PITCH - 8 + MARGIN;
  const height = SHAPES.length * PITCH - 8 + 2 * MARGIN;
  const pieces = SHAPES.flatMap((shape, row) => {
    const y = MARGIN + row * PITCH;
    const chosen = [...labels.keys()].filter((index) => labels[index] === row).slice(0, COLUMNS);
    return [
      text(shape, { x: MARGIN, y: y + (SIZE * SCALE) / 2 + 4 }, { anchor: 'start' }),
      ...chosen.map((index, column) =>
        thumbnail(
          pixels.subarray(index * SIZE * SIZE, (index + 1) * SIZE * SIZE),
          LEFT + column * PITCH,
          y,
        ),
      ),
    ];
  });
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="Helvetica, Arial, sans-serif">`,
    `<title>Pictures of ${SHAPES.join(', ')}</title>`,
    `<rect width="${width}" height="${height}" rx="8" fill="white"/>`,
    ...pieces,
    '</svg>',
  ].join('\n')}\n`;
}

/** One path for each tone over a black square, with a stroke for each run of pixels. */
function thumbnail(pixels: Float32Array, x: number, y: number): string {
  const tones = Array.from(pixels, (grey) => Math.floor((grey * GREYS * TONES) / (GREYS + 1)));
  const paths = Array.from({ length: TONES - 1 }, (_, index) => {
    const runs = runsOf(tones, index + 1);
    const level = Math.round(((index + 1) / (TONES - 1)) * 255)
      .toString(16)
      .padStart(2, '0');
    return runs === '' ? '' : `<path stroke="#${level.repeat(3)}" d="${runs}"/>`;
  });
  return [
    `<g transform="translate(${x} ${y}) scale(${SCALE})" shape-rendering="crispEdges">`,
    `<rect width="${SIZE}" height="${SIZE}"/>`,
    ...paths,
    '</g>',
  ].join('');
}

function runsOf(tones: readonly number[], tone: number): string {
  let path = '';
  for (let index = 0; index < tones.length; index++) {
    if (tones[index] !== tone) continue;
    const first = index;
    while (tones[index + 1] === tone && (index + 1) % SIZE !== 0) index++;
    path += `M${first % SIZE} ${Math.floor(first / SIZE)}.5h${index - first + 1}`;
  }
  return path;
}
