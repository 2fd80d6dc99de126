import { type ArrayParameters, type ArrayTile, lanesOfWord } from './array-parameters.ts';

/**
 * Follows a stream of tiles, so that every model of an array refuses the same ones. The returned
 * check throws RangeError for a tile that does not fit the array or the sums under way.
 */
export function createStreamCheck(parameters: ArrayParameters): (tile: ArrayTile) => void {
  const { rows, cols, lanes } = parameters;
  const channels = cols * lanes.length;
  for (const { tile, row } of lanes) {
    require(tile >= 1 && tile <= row, `tile sums of ${tile} bits do not fit sums of ${row} bits`);
  }
  /** Vectors of the sums under way; null where none are. */
  let open: number | null = null;

  return (tile) => {
    const { weight, vectors } = tile;
    const used = lanesOfWord(weight.n);
    require(used <= lanes.length, `words of ${weight.n} bits need ${used} lanes`);
    require(Number.isInteger(vectors) && vectors >= 1, `a tile has no ${vectors} vectors`);
    requireLength('weights', tile.weights, rows * cols);
    requireLength('activations', tile.activations, vectors * rows);
    if (tile.channels === null) {
      require(open === vectors, `no sums of ${vectors} vectors are under way`);
    } else {
      require(open === null, 'the sums under way have not ended');
      requireLength('starts', tile.channels.starts, channels);
      requireLength('scales', tile.channels.scales, channels);
      tile.channels.starts.forEach((start, channel) => {
        const width = lanes[channel % lanes.length]?.row ?? 0;
        require(BigInt.asIntN(width, start) === start, `start ${start} does not fit ${width} bits`);
      });
    }
    open = tile.results === null ? vectors : null;
  };
}

function requireLength(name: string, values: { readonly length: number }, length: number): void {
  require(values.length === length, `${name} must have ${length} entries, not ${values.length}`);
}

function require(holds: boolean, otherwise: string): void {
  if (!holds) throw new RangeError(otherwise);
}
