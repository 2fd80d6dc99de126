import { Command } from 'commander';
import { toolVersion } from '../generator/version.ts';
import type {
  FitOptions,
  GenerateOptions,
  JsonOption,
  RunOptions,
  SynthOptions,
  VerifyOptions,
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

  command(program, 'generate <config>', 'emit SystemVerilog, filelist and manifest')
    .option('-o, --output <dir>', 'where to (default: rtl-out/<name>)')
    .action(async (config: string, options: GenerateOptions) => {
      const { generate } = await import('./commands/generate.ts');
      await generate(config, options);
    });

  command(program, 'verify <config>', 'compare the RTL with the golden model, bit for bit')
    .option('--rtl <dir>', 'verify the files in a directory as they are, edited or not')
    .option('--seed <integer>', 'seed of the random part')
    .option('--timeout <seconds>', 'longest time for one simulation')
    .action(async (config: string, options: VerifyOptions) => {
      const { verifyCommand } = await import('./commands/verify.ts');
      await verifyCommand(config, options);
    });

  command(program, 'synth <config>', 'area, cells and critical path on a cell library')
    .option('--liberty <file>', 'cell library, .lib or .lib.gz (default: osu018)')
    .option('--timeout <seconds>', 'longest time for one run of a tool')
    .action(async (config: string, options: SynthOptions) => {
      const { synthCommand } = await import('./commands/synth.ts');
      await synthCommand(config, options);
    });

  command(program, 'run <config>', 'generate, verify and synth, with a summary')
    .option('-o, --output <dir>', 'where to (default: rtl-out/<name>)')
    .option('--seed <integer>', 'seed of the random part')
    .option('--liberty <file>', 'cell library, .lib or .lib.gz (default: osu018)')
    .option('--timeout <seconds>', 'longest time for one run of a tool')
    .action(async (config: string, options: RunOptions) => {
      const { run } = await import('./commands/run.ts');
      await run(config, options);
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

const TENSORS = '\nTENSOR is FILE.npy, FILE.safetensors#NAME or MODEL.onnx#INITIALIZER.';

const EXAMPLES = `
Examples:
  logposit table 8,1,7             the words of LP<8,1,7>
  logposit run examples/lp8.json   emit, verify and synthesise a processing element
  logposit doctor                  check the tools

Exit codes: 0 success, 1 mismatch, 2 bad usage or input, 3 a tool failed, 4 reading or writing failed.`;
