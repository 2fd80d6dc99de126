import { wrapped } from '../../golden/datapaths/index.ts';
import { getBits } from '../array/bits.ts';
import { binaryText, signedText } from '../explain.ts';
import { type Difference, differingFields, type Explanation } from '../workload.ts';
import { GridModel } from './model.ts';
import { type GridLayout, type GridSubject, gridLayout, hasNar } from './subject.ts';
import type { GridTile } from './tile.ts';

/** Rows whose words are shown. */
const MOST_ROWS = 32;

/** A vector that was answered wrongly: the first wrong sum, and every product in it. */
export function explainVector(
  subject: GridSubject,
  tiles: Iterable<GridTile>,
  difference: Difference,
): Explanation {
  const model = new GridModel(subject);
  let before = 0;
  let number = 0;
  for (const tile of tiles) {
    model.load(tile);
    const vector = difference.index - before;
    if (vector < tile.vectors) {
      return new Wrong(subject, model, tile, vector, difference).explanation(number);
    }
    before += tile.vectors;
    number++;
  }
  throw new RangeError(`no record ${difference.index}`);
}

/** The sum that an explanation is about. */
interface Place {
  readonly col: number;
  readonly lane: number;
}

class Wrong {
  readonly #subject: GridSubject;
  readonly #layout: GridLayout;
  readonly #model: GridModel;
  readonly #tile: GridTile;
  readonly #vector: number;
  readonly #difference: Difference;

  constructor(
    subject: GridSubject,
    model: GridModel,
    tile: GridTile,
    vector: number,
    difference: Difference,
  ) {
    this.#subject = subject;
    this.#layout = gridLayout(subject);
    this.#model = model;
    this.#tile = tile;
    this.#vector = vector;
    this.#difference = difference;
  }

  explanation(tileNumber: number): Explanation {
    const { datapath, shape } = this.#subject;
    const { mode, vectors, beats } = this.#tile;
    const { expected, got } = this.#difference;
    const places = this.#places();
    const wrong = places.filter((place) => this.#differs(place, ['sum_o', 'nar_o']));
    const joined = places.find((place) => this.#differs(place, ['joined_o']));
    const place = wrong[0] ?? joined ?? { col: 0, lane: 0 };
    const cluster = Math.floor(place.col / shape.columnsPerRegister);
    const wanted = this.#outputs(expected, place);
    const seen = this.#outputs(got, place);
    return {
      inputs: {
        tile: `${tileNumber}, mode ${datapath.modes[mode]?.name}, beats ${beats.length} of ${shape.peRows}`,
        vector: `${this.#vector} of ${vectors}`,
        column: `${place.col} of ${shape.cols}, in cluster ${cluster}, lane ${place.lane}`,
        'wrong sums': `${wrong.length} of ${places.length}`,
        ...this.#rows(place),
        'sum of the tile': this.#sumText(this.#tileSum(this.#vector, place), place),
        previous_i: this.#outerText(this.#previous(place), place),
        ...this.#hints(place),
      },
      expected: wanted,
      got: seen,
      differs: differingFields(wanted, seen),
    };
  }

  #places(): Place[] {
    const { cols, lanes } = this.#subject.shape;
    return Array.from({ length: cols * lanes.length }, (_, at) => ({
      col: Math.floor(at / lanes.length),
      lane: at % lanes.length,
    }));
  }

  #differs(place: Place, outputs: readonly string[]): boolean {
    const { expected, got } = this.#difference;
    const wanted = this.#outputs(expected, place);
    const seen = this.#outputs(got, place);
    return outputs.some((name) => wanted[name] !== seen[name]);
  }

  /** What a record says of a sum. */
  #outputs(record: Uint32Array, place: Place): Record<string, string> {
    const { shape } = this.#subject;
    const { joinedAt, joinedBits, narAt, movedAt } = this.#layout;
    const pair = Math.floor(place.col / 2);
    const joined = () => wide(record.subarray(joinedAt), pair * joinedBits, joinedBits);
    const flag = place.col * shape.lanes.length + place.lane;
    return {
      sum_o: this.#outerText(this.#outer(record, place), place),
      ...(joinedBits === 0 ? {} : { joined_o: signedText(joined(), joinedBits) }),
      ...(hasNar(this.#subject) ? { nar_o: String(getBits(record.subarray(narAt), flag, 1)) } : {}),
      'outputs until the next edge': record[movedAt] === 0 ? 'stay' : 'change',
    };
  }

  #outer(record: Uint32Array, { col, lane }: Place): number {
    const { outerBits, lanes } = this.#subject.shape;
    const own = lanes[lane];
    if (own === undefined) throw new RangeError(`no lane ${lane}`);
    const bits = wide(record, col * outerBits + own.outerOffset, own.outerWidth);
    return Number(BigInt.asIntN(own.outerWidth, bits));
  }

  #acts(vector: number): Uint16Array {
    const { rows } = this.#subject.shape;
    return this.#tile.acts.subarray(vector * rows, (vector + 1) * rows);
  }

  #tileSum(vector: number, { col, lane }: Place): number {
    const { lanes } = this.#subject.shape;
    return this.#model.tileSums(this.#acts(vector))[col * lanes.length + lane] as number;
  }

  #previous({ col, lane }: Place): number {
    const { cols, lanes } = this.#subject.shape;
    return this.#tile.previous[(this.#vector * cols + col) * lanes.length + lane] as number;
  }

  /** The operands of each row that adds something. */
  #rows({ col, lane }: Place): Record<string, string> {
    const { datapath, shape } = this.#subject;
    const { mode } = this.#tile;
    const texts: [string, string][] = [];
    let silent = 0;
    for (let row = 0; row < shape.rows; row++) {
      const weight = this.#model.weight(row, col);
      const act = this.#acts(this.#vector)[row] as number;
      const product = datapath.product(mode, lane, weight, act);
      const values = [datapath.weightValue(mode, lane, weight), datapath.activationValue(act)];
      if ((product === 0n && !values.includes(null)) || texts.length === MOST_ROWS) {
        silent++;
        continue;
      }
      const [weightText, actText] = values.map(valueText);
      const place = `row ${row} (slot ${row % shape.products})`;
      texts.push([
        place,
        `${binaryText(weight, datapath.weightBits)} (${weightText}) x ${binaryText(act, datapath.activationBits)} (${actText}) adds ${product}`,
      ]);
    }
    const others = texts.length === MOST_ROWS ? `${silent} more` : `${silent} that add 0`;
    return { ...Object.fromEntries(texts), 'other rows': others };
  }

  #sumText(value: number, { lane }: Place): string {
    return signedText(BigInt(value), this.#subject.shape.lanes[lane]?.width ?? 0);
  }

  #outerText(value: number, { lane }: Place): string {
    return signedText(BigInt(value), this.#subject.shape.lanes[lane]?.outerWidth ?? 0);
  }

  /** What a wrong sum happens to be. */
  #hints(place: Place): Record<string, string> {
    const { shape } = this.#subject;
    const { expected, got } = this.#difference;
    const width = shape.lanes[place.lane]?.outerWidth ?? 0;
    const off = wrapped(this.#outer(got, place) - this.#outer(expected, place), width);
    if (off === 0) return {};
    const own = this.#tileSum(this.#vector, place);
    const isOff = (sum: number) => wrapped(sum - own, width) === off;
    const vectors = [-1, 1]
      .map((step) => this.#vector + step)
      .filter((vector) => vector >= 0 && vector < this.#tile.vectors)
      .filter((vector) => isOff(this.#tileSum(vector, place)))
      .map((vector) => `vector ${vector}`);
    const cols = this.#places()
      .filter(({ col, lane }) => lane === place.lane && col !== place.col)
      .filter((other) => isOff(this.#tileSum(this.#vector, other)))
      .map(({ col }) => `column ${col}`);
    const alike = [...vectors, ...cols.slice(0, 4)];
    return {
      'sum_o is off by': String(off),
      ...(alike.length === 0 ? {} : { 'as if the sum of the tile were that of': alike.join(', ') }),
    };
  }
}

function wide(words: Uint32Array, at: number, bits: number): bigint {
  let value = 0n;
  for (let done = 0; done < bits; done += 32) {
    const count = Math.min(32, bits - done);
    value |= BigInt(getBits(words, at + done, count) >>> 0) << BigInt(done);
  }
  return value;
}

function valueText(value: number | null | undefined): string {
  return value == null ? 'no number' : String(Number(value.toPrecision(6)));
}
