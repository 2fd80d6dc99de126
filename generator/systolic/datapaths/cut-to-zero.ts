/** An LSB of the sums above every product: there is nothing to add. */
export class CutToZero extends RangeError {
  constructor() {
    super('every product is cut to 0');
  }
}
