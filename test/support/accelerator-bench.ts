import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ArrayDesign, writeDesign } from '../../generator/index.ts';
import { scratchDirectory } from '../sim/fixtures/fixture.ts';

/** What a host does, one action after another. */
export type Action =
  | {
      readonly kind: 'write';
      readonly address: number;
      readonly data: number;
      readonly strobes?: number;
    }
  | { readonly kind: 'read'; readonly address: number }
  | {
      readonly kind: 'stream';
      readonly stream: 'weight' | 'act' | 'channel';
      readonly beat: bigint;
    }
  | { readonly kind: 'results'; readonly ready: boolean }
  /** Until irq_o is 1. */
  | { readonly kind: 'wait' };

/** What came back, in the order of its cycles. */
export type Answer =
  | { readonly kind: 'write'; readonly resp: number }
  | { readonly kind: 'read'; readonly resp: number; readonly data: number }
  | { readonly kind: 'result'; readonly data: bigint; readonly last: boolean };

/** Puts an accelerator through a host's actions in Icarus. X and Z are no answers: it throws. */
export async function runHost(design: ArrayDesign, actions: readonly Action[]): Promise<Answer[]> {
  const directory = await scratchDirectory();
  const { name } = design.config;
  await writeDesign(design, directory);
  await writeFile(join(directory, 'bench.sv'), bench(design, actions));
  tool(
    directory,
    'iverilog',
    '-g2012',
    '-o',
    'bench.vvp',
    '-s',
    'bench',
    '-c',
    `${name}.f`,
    'bench.sv',
  );
  return tool(directory, 'vvp', '-n', 'bench.vvp').trim().split('\n').map(answerOf);
}

function answerOf(line: string): Answer {
  const [kind, first = '', second = ''] = line.trim().split(/\s+/);
  switch (kind) {
    case 'B':
      return { kind: 'write', resp: Number(hex(first)) };
    case 'R':
      return { kind: 'read', resp: Number(hex(first)), data: Number(hex(second)) };
    case 'T':
      return { kind: 'result', last: hex(first) === 1n, data: hex(second) };
    default:
      throw new Error(`the bench says ${line}`);
  }
}

function hex(text: string): bigint {
  return BigInt(`0x${text}`);
}

function tool(directory: string, command: string, ...args: string[]): string {
  const { error, status, stdout, stderr } = spawnSync(command, args, {
    cwd: directory,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    timeout: 60_000,
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`${command}: ${stderr}${stdout}`);
  return stdout;
}

function bench(design: ArrayDesign, actions: readonly Action[]): string {
  const top = design.modules.find(({ role }) => role === 'top');
  if (top === undefined) throw new RangeError(`${design.config.name} has no accelerator`);
  const signals = top.ports
    .filter(({ name }) => name !== 'clk_i' && name !== 'rst_ni')
    .map(({ name, width, direction }) => {
      const start = direction === 'input' ? ' = 0' : '';
      return `  logic [${width - 1}:0] ${name}${start};`;
    });
  const ports = top.ports.map(({ name }) => `    .${name}(${name})`).join(',\n');
  return `module bench;
  logic clk_i = 0;
  logic rst_ni = 0;
${signals.join('\n')}

  ${top.name} u_dut (
${ports}
  );

  always #5 clk_i = !clk_i;

  always @(posedge clk_i) begin
    if (m_axis_result_tvalid && m_axis_result_tready)
      $display("T %h %h", m_axis_result_tlast, m_axis_result_tdata);
  end

  task write(input [11:0] address, input [31:0] data, input [3:0] strobes);
    logic aw, w;
    begin
      s_axil_awaddr = address; s_axil_wdata = data; s_axil_wstrb = strobes;
      s_axil_awvalid = 1; s_axil_wvalid = 1; s_axil_bready = 1;
      while (s_axil_awvalid || s_axil_wvalid) begin
        @(posedge clk_i); aw = s_axil_awready; w = s_axil_wready;
        @(negedge clk_i); if (aw) s_axil_awvalid = 0; if (w) s_axil_wvalid = 0;
      end
      @(posedge clk_i); while (!s_axil_bvalid) @(posedge clk_i);
      $display("B %h", s_axil_bresp);
      @(negedge clk_i) s_axil_bready = 0;
    end
  endtask

  task read(input [11:0] address);
    logic ar;
    begin
      s_axil_araddr = address; s_axil_arvalid = 1; s_axil_rready = 1;
      while (s_axil_arvalid) begin
        @(posedge clk_i); ar = s_axil_arready;
        @(negedge clk_i); if (ar) s_axil_arvalid = 0;
      end
      @(posedge clk_i); while (!s_axil_rvalid) @(posedge clk_i);
      $display("R %h %h", s_axil_rresp, s_axil_rdata);
      @(negedge clk_i) s_axil_rready = 0;
    end
  endtask
${['weight', 'act', 'channel'].map((stream) => streamTask(stream, top.ports)).join('')}
  initial begin
    repeat (3) @(negedge clk_i);
    rst_ni = 1;
    @(negedge clk_i);
${actions.map((action) => `    ${statement(action)}`).join('\n')}
    repeat (3) @(negedge clk_i);
    $finish;
  end
endmodule
`;
}

function streamTask(
  stream: string,
  ports: readonly { readonly name: string; readonly width: number }[],
): string {
  const width = ports.find(({ name }) => name === `s_axis_${stream}_tdata`)?.width ?? 0;
  return `
  task ${stream}(input [${width - 1}:0] beat);
    logic taken;
    begin
      s_axis_${stream}_tdata = beat; s_axis_${stream}_tvalid = 1;
      while (s_axis_${stream}_tvalid) begin
        @(posedge clk_i); taken = s_axis_${stream}_tready;
        @(negedge clk_i); if (taken) s_axis_${stream}_tvalid = 0;
      end
    end
  endtask
`;
}

function statement(action: Action): string {
  switch (action.kind) {
    case 'write': {
      const { address, data, strobes = 15 } = action;
      return `write(12'h${address.toString(16)}, 32'h${data.toString(16)}, 4'd${strobes});`;
    }
    case 'read':
      return `read(12'h${action.address.toString(16)});`;
    case 'stream':
      return `${action.stream}('h${action.beat.toString(16)});`;
    case 'results':
      return `m_axis_result_tready = ${action.ready ? 1 : 0};`;
    case 'wait':
      return 'while (!irq_o) @(negedge clk_i);';
  }
}
