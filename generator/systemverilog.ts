/** IEEE 1800-2017 table B.1, complete: none of these can name a module. */
const KEYWORDS = new Set(
  `accept_on alias always always_comb always_ff always_latch and assert assign assume automatic
  before begin bind bins binsof bit break buf bufif0 bufif1 byte case casex casez cell chandle
  checker class clocking cmos config const constraint context continue cover covergroup coverpoint
  cross deassign default defparam design disable dist do edge else end endcase endchecker endclass
  endclocking endconfig endfunction endgenerate endgroup endinterface endmodule endpackage
  endprimitive endprogram endproperty endspecify endsequence endtable endtask enum event eventually
  expect export extends extern final first_match for force foreach forever fork forkjoin function
  generate genvar global highz0 highz1 if iff ifnone ignore_bins illegal_bins implements implies
  import incdir include initial inout input inside instance int integer interconnect interface
  intersect join join_any join_none large let liblist library local localparam logic longint
  macromodule matches medium modport module nand negedge nettype new nexttime nmos nor
  noshowcancelled not notif0 notif1 null or output package packed parameter pmos posedge primitive
  priority program property protected pull0 pull1 pulldown pullup pulsestyle_ondetect
  pulsestyle_onevent pure rand randc randcase randsequence rcmos real realtime ref reg reject_on
  release repeat restrict return rnmos rpmos rtran rtranif0 rtranif1 s_always s_eventually
  s_nexttime s_until s_until_with scalared sequence shortint shortreal showcancelled signed small
  soft solve specify specparam static string strong strong0 strong1 struct super supply0 supply1
  sync_accept_on sync_reject_on table tagged task this throughout time timeprecision timeunit tran
  tranif0 tranif1 tri tri0 tri1 triand trior trireg type typedef union unique unique0 unsigned until
  until_with untyped use uwire var vectored virtual void wait wait_order wand weak weak0 weak1 while
  wildcard wire with within wor xnor xor`.split(/\s+/),
);

export function isKeyword(word: string): boolean {
  return KEYWORDS.has(word);
}

/** A sized SystemVerilog number; the only place that prints one. Throws where it does not fit. */
export function svLiteral(
  value: bigint | number,
  width: number,
  form: 'binary' | 'decimal' | 'signed' | 'hex' = 'decimal',
): string {
  const number = BigInt(value);
  const [low, high] =
    form === 'signed'
      ? [-(1n << BigInt(width - 1)), (1n << BigInt(width - 1)) - 1n]
      : [0n, (1n << BigInt(width)) - 1n];
  if (number < low || number > high) throw new RangeError(`${number} does not fit ${width} bits`);
  switch (form) {
    case 'binary':
      return `${width}'b${number.toString(2).padStart(width, '0')}`;
    case 'hex':
      return `${width}'h${number.toString(16)}`;
    case 'decimal':
      return `${width}'d${number}`;
    case 'signed':
      return number < 0n ? `-${width}'sd${-number}` : `${width}'sd${number}`;
  }
}

/** Bits of an unsigned number; 0 needs none. */
export function bitLength(value: bigint | number): number {
  const number = BigInt(value);
  return number === 0n ? 0 : number.toString(2).length;
}

/** Smallest two's complement width that holds both ends. */
export function signedWidth(low: bigint | number, high: bigint | number): number {
  const down = BigInt(low) < 0n ? bitLength(-BigInt(low) - 1n) : 0;
  return 1 + Math.max(down, BigInt(high) > 0n ? bitLength(high) : 0);
}

/** `[width-1:0] ` of a vector, nothing for a single bit. */
export function svRange(width: number): string {
  return width === 1 ? '' : `[${width - 1}:0]`;
}

/** A signed vector of `from` bits with `zeros` below it, sign-extended to `to` bits. */
export function svSignExtend(name: string, from: number, to: number, zeros = 0): string {
  const copies = to - from - zeros;
  const sign = from === 1 ? name : `${name}[${from - 1}]`;
  const parts = [
    ...(copies > 0 ? [copies === 1 ? sign : `{${copies}{${sign}}}`] : []),
    name,
    ...(zeros > 0 ? [svLiteral(0, zeros)] : []),
  ];
  return parts.length === 1 ? name : `{${parts.join(', ')}}`;
}

/** An unsigned vector of `from` bits with `zeros` below it, zero-extended to `to` bits. */
export function svZeroExtend(name: string, from: number, to: number, zeros = 0): string {
  const above = to - from - zeros;
  const parts = [
    ...(above > 0 ? [svLiteral(0, above)] : []),
    name,
    ...(zeros > 0 ? [svLiteral(0, zeros)] : []),
  ];
  return parts.length === 1 ? name : `{${parts.join(', ')}}`;
}
