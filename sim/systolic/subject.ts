import type { GridLane, GridModule, SystolicShape } from '../../generator/index.ts';
import type { Datapath } from '../../golden/datapaths/index.ts';
import { limbsFor } from '../limbs.ts';

/** What the sizes of a grid say of its ports. */
export type GridShape = Pick<
  SystolicShape,
  'rows' | 'cols' | 'products' | 'peRows' | 'columnsPerRegister' | 'clusters' | 'join' | 'outerBits'
> & {
  readonly lanes: readonly Pick<GridLane, 'index' | 'width' | 'outerWidth' | 'outerOffset'>[];
  readonly plan: { readonly productLatency: number };
};

/** A systolic grid as a whole, as its ports show it. */
export interface GridSubject {
  readonly shape: GridShape;
  /** What its products must be. */
  readonly datapath: Datapath;
}

/** A grid's design, as far as its simulation needs it. */
export interface SystolicVerifiable extends GridSubject {
  readonly config: { readonly name: string };
  readonly modules: readonly GridModule[];
}

/** Words of the records that go into a grid, and come out. */
export interface GridLayout {
  /** Of weight_i, act_i and previous_i. */
  readonly weightWords: number;
  readonly actWords: number;
  readonly previousWords: number;
  /** First words of joined_o and nar_o in a record that comes out; sum_o is at 0. */
  readonly joinedAt: number;
  readonly narAt: number;
  /** The last word says whether outputs moved without an edge. */
  readonly movedAt: number;
  readonly recordWords: number;
  /** Bits of one joined sum. */
  readonly joinedBits: number;
  /** Cycles from that in which a vector goes in to that whose edge it leaves cluster 0 at. */
  readonly delay: number;
}

/** The module that holds the whole grid. */
export function arrayModule({ modules }: Pick<SystolicVerifiable, 'modules'>): GridModule {
  const found = modules.find(({ role }) => role === 'array');
  if (found === undefined) throw new TypeError('a systolic design has an array');
  return found;
}

/** Whether some words of a datapath are no numbers. */
export function hasNar({ datapath, shape }: GridSubject): boolean {
  const { weightBits, activationBits, modes } = datapath;
  const some = (bits: number, isNar: (word: number) => boolean) =>
    Array.from({ length: 2 ** bits }, (_, word) => word).some(isNar);
  return (
    some(activationBits, (word) => datapath.activationValue(word) === null) ||
    modes.some((_, mode) =>
      shape.lanes.some((_, lane) =>
        some(weightBits, (word) => datapath.weightValue(mode, lane, word) === null),
      ),
    )
  );
}

export function gridLayout(subject: GridSubject): GridLayout {
  const { shape } = subject;
  const { rows, cols, products, peRows, lanes, join, plan } = shape;
  const outerBits = lanes.reduce((bits, { outerWidth }) => bits + outerWidth, 0);
  const joinedBits = join === null ? 0 : outerBits + join + 1;
  const joinedAt = limbsFor(cols * outerBits);
  const narAt = joinedAt + limbsFor((cols / 2) * joinedBits);
  const movedAt = narAt + (hasNar(subject) ? limbsFor(cols * lanes.length) : 0);
  return {
    weightWords: limbsFor(cols * products * subject.datapath.weightBits),
    actWords: limbsFor(rows * subject.datapath.activationBits),
    previousWords: limbsFor(cols * outerBits),
    joinedAt,
    narAt,
    movedAt,
    recordWords: movedAt + 1,
    joinedBits,
    delay: peRows + 1 + plan.productLatency,
  };
}
