import { Command } from 'commander';
import { toolVersion } from '../generator/version.ts';
import type {
  CompareOptions,
  FitOptions,
  GenerateOptions,
  InferOptions,
  JsonOption,
  QuantizeOptions,
  RunOptions,
  StudyCommandOptions,
  SweepOptions,
  SynthOptions,
  VerifyOptions,
  WidthsOptions,
} from './options.ts';

/** The command line: arguments in, one call each. A command's code is loaded when it is called. */
export function createProgram(): Command {
  const program = new Command('logposit')
    .description(
      'Logarithmic Posit hardware: SystemVerilog, bit-exact verification, area and timing.',
    )
    .version(toolVersion)
    .exitOverride()
    .configureOutput({ outputError: () => {} })
    .showSuggestionAfterError()
    .addHelpText('after', EXAMPLES);

  command(program, 'table <format>', 'every word of a format, e.g. 8,1,7 for LP<8,1,7>')
    .addHelpText('after', '\nFORMAT is n,es,rs or n,es,rs,sf.')
    .action(async (format: string, options: JsonOption) => {
      const { table } = await import('./commands/table.ts');
      table(format, options);
    });

  command(program, 'generate [config]', 'emit SystemVerilog, filelist and manifest')
    .option('-o, --output <dir>', 'where to (default: rtl-out/<name>)')
    .option('--plan <file.json>', 'an array with no more modes, es and bits than a plan needs')
    .option('--write-config <file.json>', 'with --plan: write the config of that array')
    .addHelpText('after', GENERATE_HELP)
    .action(async (config: string | undefined, options: GenerateOptions) => {
      const { generate } = await import('./commands/generate.ts');
      await generate(config, options);
    });

  command(program, 'verify <config>', 'compare the RTL with the golden model, bit for bit')
    .option('--rtl <dir>', 'verify the files in a directory as they are, edited or not')
    .option('--seed <integer>', 'seed of the random part')
    .option('--timeout <seconds>', 'longest time for one simulation')
    .option('--weights <tensor>', 'put the dot products of a layer through the PE too')
    .option(
      '--activations <vectors>',
      'its inputs: a tensor [vectors, K] or random:SEED:N (default: random:SEED:200 with this seed)',
    )
    .option('--rounding <domain>', 'log (default) or linear, for real weights and activations')
    .option('--axis <integer>', 'axis of the output channels (default: as the model says, else 0)')
    .addHelpText('after', VERIFY_HELP)
    .action(async (config: string, options: VerifyOptions) => {
      const { verifyCommand } = await import('./commands/verify.ts');
      await verifyCommand(config, options);
    });

  command(program, 'synth <config>', 'area, cells and critical path on a cell library')
    .option('--liberty <file>', 'cell library, .lib or .lib.gz (default: osu018)')
    .option('--yosys <which>', 'system or embedded (default: system where found, else embedded)')
    .option(
      '--effort <effort>',
      'low, normal (default) or high: how many mapping recipes are tried',
    )
    .option('--clock <ns>', 'the smallest netlist at this clock too')
    .option('--fpga <family>', 'count LUTs too, for ice40, ecp5 or xilinx (7 series)')
    .option('--timeout <seconds>', 'longest time for one run of a tool')
    .action(async (config: string, options: SynthOptions) => {
      const { synthCommand } = await import('./commands/synth.ts');
      await synthCommand(config, options);
    });

  command(program, 'run <config>', 'generate, verify and synth, with a summary')
    .option('-o, --output <dir>', 'where to (default: rtl-out/<name>)')
    .option('--seed <integer>', 'seed of the random part')
    .option('--liberty <file>', 'cell library, .lib or .lib.gz (default: osu018)')
    .option('--yosys <which>', 'system or embedded (default: system where found, else embedded)')
    .option(
      '--effort <effort>',
      'low, normal (default) or high: how many mapping recipes are tried',
    )
    .option('--clock <ns>', 'the smallest netlist at this clock too')
    .option('--fpga <family>', 'count LUTs too, for ice40, ecp5 or xilinx (7 series)')
    .option('--timeout <seconds>', 'longest time for one run of a tool')
    .action(async (config: string, options: RunOptions) => {
      const { run } = await import('./commands/run.ts');
      await run(config, options);
    });

  command(program, 'widths <tensor>', 'how wide the accumulators of known weights must be')
    .option('--config <config>', 'take the arithmetic of a config, and tell whether its width fits')
    .option('--format <format>', 'format of the weights, n,es,rs or n,es,rs,sf')
    .option('--activation <format>', 'format of the activations')
    .option('--fraction <integer>', 'A: fraction bits of the accumulator (default: 12)')
    .option('--converter <kind>', 'table or mitchell, with G as in table,6 (default: table,Fp + 2)')
    .option('--align <rule>', 'truncate, nearest, floor or floor-act (default: truncate)')
    .option('--one-sided', 'no activation is negative, as after a ReLU')
    .option('--start <integer>', 'start value of every sum, in LSBs (default: 0)')
    .option('--tile <products>', 'T: two stages, P_I for sums of T products and P_O for their sum')
    .option('--axis <integer>', 'axis of the output channels (default: as the model says, else 0)')
    .option('--fits <bits>', 'tell whether every channel fits this width; exit code 1 if not')
    .option('--attain <file.npy>', 'write the activation words that attain the widest bound')
    .addHelpText('after', WIDTHS_HELP)
    .action(async (tensor: string, options: WidthsOptions) => {
      const { widths } = await import('./commands/widths.ts');
      await widths(tensor, options);
    });

  command(program, 'fit <tensor>', 'the LP format that holds a tensor best, beside INT and posits')
    .option('-n, --n <bits>', 'word length (default: 8)')
    .option('--rounding <domain>', 'log, as the encoder rounds, or linear (default: log)')
    .option('--es <bits>', 'only this exponent width')
    .option('--rs <bits>', 'only this regime cap')
    .option('--axis <axis>', 'axis of the output channels (default: as the model says, else 0)')
    .option('--out <file>', 'write the words (.npy), or a config with the format (.json)')
    .addHelpText('after', TENSORS)
    .action(async (tensor: string, options: FitOptions) => {
      const { fitCommand } = await import('./commands/fit.ts');
      await fitCommand(tensor, options);
    });

  command(program, 'infer <model>', 'run an ONNX network with its MAC layers on the array')
    .requiredOption('--inputs <file>', 'inputs: .npy, or raw float32 (little endian) with --shape')
    .option('--shape <sizes>', 'of raw inputs, as 45,40,30,1; the first may be -1')
    .option('--labels <file>', 'right answers: .npy of integers, or raw uint8')
    .option('--on <what>', 'float, golden (default) or rtl')
    .option('--config <config>', 'the array (default: 8 x 8 PEs, all modes)')
    .option('--plan <file.json>', 'how each layer is carried out (default: calibrated)')
    .option('--write-plan <file.json>', 'write the plan that calibration made')
    .option('--bits <n>', 'calibrate for weights of 8, 4 or 2 bits (default: the widest)')
    .option('--calibrate <count>', 'calibrate with so many of the inputs (default: 64)')
    .option('--limit <count>', 'only the first inputs')
    .option('--batch <count>', 'inputs that are carried out together (default: 32)')
    .option('--outputs <file.npy>', 'write the answers')
    .option('--html <file.html>', 'write the report as a page with charts')
    .option('--rtl <dir>', 'with --on rtl: the files in this directory as they are')
    .option('--timeout <seconds>', 'longest time for a batch on the host (default: 600) or a layer')
    .addHelpText('after', INFER_HELP)
    .action(async (model: string, options: InferOptions) => {
      const { inferCommand } = await import('./commands/infer.ts');
      await inferCommand(model, options);
    });

  command(program, 'quantize <model>', 'choose formats and words of a network, written as a plan')
    .requiredOption(
      '--calib <inputs>',
      'to calibrate with, no labels: .npy, raw float32 with --shape, or random:SEED:N[:MEAN:DEVIATION]',
    )
    .option('--shape <sizes>', 'of raw inputs, as 200,1,28,28; the first may be -1')
    .option('--limit <count>', 'only the first inputs')
    .option('--plan <file.json>', 'where the plan goes (default: MODEL.plan.json)')
    .option('--config <config>', 'the array (default: 8 x 8 PEs, all modes)')
    .option('--bits <average>', 'most bits a weight on average, or "any" (default: 4)')
    .option('--widths <list>', 'bits that words may have, 2 to 8 (default: those of the array)')
    .option('--chooser <name>', 'exact (default), ilp, descent, error or lpq')
    .option('--cost <name>', 'of a MAC beside the loss: bits, cycles, area or energy')
    .option('--objective <name>', 'kl (default), contrastive, global or mse')
    .option('--seed <integer>', 'seed of lpq (default: 1)')
    .option('--tile-bits <bits>', 'P_I: words are chosen so that sums of a tile fit')
    .option('--sum-bits <bits>', 'P_O: the same for sums over all tiles')
    .option('--no-channel-scales', 'one scale for all channels of a layer')
    .option('--no-bias-correction', 'start values without the mean error of the sums')
    .option('--no-error-feedback', 'nearest words')
    .option('--set <name=value...>', 'hyperparameters, see below')
    .option('--threads <count>', 'threads that measure candidates (default: one a processor)')
    .option('--fresh', 'measure all candidates again')
    .option('--html <file.html>', 'write the report as a page with charts')
    .option('--timeout <seconds>', 'longest time for a batch on the host (default: 600)')
    .addHelpText('after', QUANTIZE_HELP)
    .action(async (model: string, options: QuantizeOptions) => {
      const { quantizeCommand } = await import('./commands/quantize.ts');
      await quantizeCommand(model, options);
    });

  command(
    program,
    'study <study>',
    'quantise networks in every combination of options, judged beside each other',
  )
    .option('--threads <count>', 'threads that measure candidates (default: one a processor)')
    .option('--fresh', 'do finished runs again')
    .option('--html <file.html>', 'write the report as a page with charts')
    .option('--timeout <seconds>', 'longest time for a batch on the host (default: 600)')
    .addHelpText('after', STUDY_HELP)
    .action(async (study: string, options: StudyCommandOptions) => {
      const { studyCommand } = await import('./commands/study.ts');
      await studyCommand(study, options);
    });

  comparison(command(program, 'compare', 'LP beside every peer: area, timing, energy, one flow'))
    .option('--designs <ids>', 'only these, separated by commas (default: all)')
    .option('--plan <file.json...>', 'plans of networks: their mixes of weight widths too')
    .addHelpText('after', COMPARE_HELP)
    .action(async (options: CompareOptions) => {
      const { compareCommand } = await import('./commands/compare.ts');
      await compareCommand(options);
    });

  comparison(command(program, 'sweep <grid>', 'every combination of options beside the others'))
    .usage('<grid> [options]')
    .addHelpText('after', SWEEP_HELP)
    .action(async (grid: string, options: SweepOptions) => {
      const { sweepCommand } = await import('./commands/sweep.ts');
      await sweepCommand(grid, options);
    });

  command(program, 'doctor', 'which tools were found, what is missing and how to get it').action(
    async (options: JsonOption) => {
      const { doctor } = await import('./commands/doctor.ts');
      await doctor(options);
    },
  );

  return program;
}

function command(program: Command, usage: string, description: string): Command {
  return program
    .command(usage)
    .description(description)
    .option('--json', 'one JSON document on standard output')
    .option('--debug', 'on failure, show the log and where it happened')
    .exitOverride()
    .configureOutput({ outputError: () => {} });
}

/** What both commands have that compare designs. */
function comparison(command: Command): Command {
  return command
    .option('--library <file...>', 'cell libraries, .lib or .lib.gz (default: osu018)')
    .option('--clock <ns>', 'clock at which area and energy are compared (default: by library)')
    .option('--html <file.html>', 'write the report as a page with charts')
    .option('--timeout <seconds>', 'longest time for one run of a tool');
}

const GENERATE_HELP = `
With --plan CONFIG is an array whose modes, maxEs, tileWidth, width and startMax are made to measure for the plan; without
CONFIG it is the array that infer takes by default, with the rows and fractions of the plan. Rows and fractions of a CONFIG
must be those of the plan.

Examples:
  logposit generate examples/lp8.json
  logposit generate examples/lpa.json --plan plan.json -o rtl --write-config made.json`;

const VERIFY_HELP = `
--weights TENSOR multiplies every output channel by every activation vector, compares each partial sum
and reports the SQNR of the sums against binary64. TENSOR is FILE.npy, FILE.safetensors#NAME or
MODEL.onnx#INITIALIZER; integers are taken for words. random:SEED:N stands for N vectors of standard
normal numbers.

Examples:
  logposit verify my.json --weights model.onnx#conv1.weight --rounding linear
  logposit verify my.json --weights w.npy --activations random:1:1000 --json`;

const WIDTHS_HELP = `
TENSOR is FILE.npy, FILE.safetensors#NAME or MODEL.onnx#INITIALIZER. Real values are encoded into
the format of the weights; integers are taken for its words.

Examples:
  logposit widths model.onnx#conv1.weight --format 8,1,7,3 --activation 8,1,7
  logposit widths weights.npy --format 4,1,3 --activation 8,1,7 --one-sided --tile 16
  logposit widths weights.npy --config my.json    does it fit the hardware of my.json?`;

const INFER_HELP = `
Convolutions and matrix products run on the array, everything else on the host through onnxruntime. On rtl
every result word and every cycle is compared with the golden model; a difference ends with exit code 1.

Examples:
  logposit infer examples/shapes/shapes.onnx --inputs examples/shapes/inputs.npy --labels examples/shapes/labels.npy
  logposit infer model.onnx --inputs x.bin --shape -1,3,32,32 --on rtl --html report.html
  logposit infer model.onnx --inputs x.npy --bits 4 --write-plan plan.json`;

const QUANTIZE_HELP = `
Every candidate is carried out on the golden model with all calibration inputs. What is measured is kept in the cache:
a search that was killed goes on where it was. Ctrl-C ends it and writes the best plan so far.

Choosers: error (least squared error of the weights), ilp (losses measured layer by layer, allocated exactly), descent
(one layer at a time), exact (ilp, then descent), lpq (the genetic search of the LP paper).

--cost adds what MACs cost to the loss of ilp, descent and exact: area and energy are synthesised, mode by mode, on the fused
LP datapath as \`logposit compare\` does it (a minute where it is not cached). It needs --set costWeight.

--set, by what it belongs to, with defaults:
  ilp, descent, exact   shapes=2 costWeight=0
  descent, exact        tried=4 givers=6 passes=3 mostGain=16; descent: start=uniform (or allocate)
  lpq                   population=20 iterations=10 blockSize=1 mutation=0.3 diversityParents=5 mostGain=16
                        fitness=loss (or product: loss * (bits / 8)^lambda) lambda=0.4
  objectives            pooling=mean (kurtosis, mean-kurtosis) temperature=0.1 softening (default: after the answers)
  words                 method=optq (or gpfq) damping=0.02 order=curvature (or index) aimAtFloat=true soft=true

Examples:
  logposit quantize examples/shapes/shapes.onnx --calib examples/shapes/inputs.npy --limit 64 --plan plan.json
  logposit quantize model.onnx --calib x.npy --bits 3.4 --chooser lpq --seed 7 --html report.html
  logposit quantize model.onnx --calib x.npy --config array64.json --tile-bits 16
  logposit quantize model.onnx --calib random:1:64        standard normal numbers where there are no inputs`;

const STUDY_HELP = `
STUDY is a JSON file: networks with their inputs, and lists of what varies. Every combination is a run: a search on the
calibration inputs, whose plan is then judged on others, on the golden model of the array. Finished runs are kept: a study
that was killed goes on where it was. Paths are relative to the file; docs/study.md has all options.

  {
    "networks": [
      { "name": "shapes", "model": "shapes.onnx",
        "calib": { "inputs": "inputs.npy", "count": 64 },
        "judge": { "inputs": "inputs.npy", "labels": "labels.npy", "from": 64 } }
    ],
    "runs": { "chooser": ["exact", "lpq"], "bits": [3, 4], "seeds": [1, 2, 3], "freeThree": [true, false] }
  }

Examples:
  logposit study examples/studies/shapes.json --html study.html
  logposit study study.json --threads 8 --json`;

const COMPARE_HELP = `
Every design is generated, verified word by word, mapped by the same recipes, timed and simulated for energy. What is
finished is kept: a second run is quick, and one that was killed goes on where it was.

Examples:
  logposit compare --html compare.html
  logposit compare --library sky130.lib.gz sg13g2.lib.gz --clock 4
  logposit compare --designs lp_linear_d8,int8_booth_d8 --json
  logposit compare --plan plan.json           every design on the weight widths of a network's plan`;

const SWEEP_HELP = `
GRID is a JSON file: a config of kind "systolic" without its name, and lists of what varies by path. Every combination is
a design; at most 512 are allowed. GRID stands before --library, which takes all that follows. The report is that of
\`logposit compare\`. A sweep that was killed goes on where it was.

  {
    "base": { "datapath": { "kind": "int", "weightBits": 8, "activationBits": 8 }, "grid": { "rows": 64, "cols": 32 } },
    "vary": { "datapath.multiplier": ["array", "booth"], "grid.products": [1, 4, 8] }
  }

Examples:
  logposit sweep grid.json --html sweep.html
  logposit sweep grid.json --library sky130.lib.gz --clock 4 --json`;

const TENSORS = '\nTENSOR is FILE.npy, FILE.safetensors#NAME or MODEL.onnx#INITIALIZER.';

const EXAMPLES = `
Examples:
  logposit table 8,1,7             the words of LP<8,1,7>
  logposit run examples/lp8.json   emit, verify and synthesise a processing element
  logposit infer --help            run a trained network on the array
  logposit compare --help          LP beside integers, floats and posits
  logposit doctor                  check the tools

Exit codes: 0 success, 1 mismatch, 2 bad usage or input, 3 a tool failed, 4 reading or writing failed.`;
