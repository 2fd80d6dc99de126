import { onml, renderAny, waveSkin } from 'wavedrom';
import { arraySchedule, type Event, WORKED_ARRAY, workedTiles } from './array-schedule.ts';

/** The picture of docs/array.md that shows three tiles of three vectors, cycle by cycle. */
export async function arrayTimingPicture(): Promise<string> {
  const schedule = arraySchedule(WORKED_ARRAY, workedTiles(3));
  const signal = Object.entries(schedule).map(([name, events]) => waveLane(name, events));
  const cycles = signal[0]?.wave.length ?? 0;
  const clock = { name: 'clk_i', wave: 'p'.padEnd(cycles, '.') };
  const source = { signal: [clock, ...signal], head: { tick: 0 }, foot: { text: LEGEND } };
  const svg = onml.stringify(renderAny(0, source, waveSkin));
  return `${onWhite(svg)}\n`;
}

const LEGEND = 'yellow: tile 0; orange: tile 1; blue: tile 2; tiles 0 and 1 make one sum';

/** WaveDrom's colour of a tile. */
const COLOURS = ['3', '4', '5'];

function waveLane(name: string, events: readonly (Event | null)[]) {
  return {
    name,
    wave: events.map((event) => (event ? COLOURS[event.tile] : 'z')).join(''),
    data: events.flatMap((event) => (event ? [event.label.replace('row ', 'r')] : [])),
  };
}

/** Readable on dark pages too. */
function onWhite(svg: string): string {
  return svg.replace(
    /^<svg[^>]*>/,
    (tag) => `${tag}<rect width="100%" height="100%" rx="8" fill="white"/>`,
  );
}
