import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { help, readConfiguration, type Configuration } from './configuration.ts';
import { greet, printError, printLine, showProgress } from './console.ts';
import { StartError } from './store/start-error.ts';

/** Beside the built server. When the source runs, in `dist`. */
const appDir = (): string => {
  const beside = fileURLToPath(new URL('../app', import.meta.url));
  return existsSync(beside) ? beside : fileURLToPath(new URL('../dist/app', import.meta.url));
};

const serve = async (configuration: Configuration): Promise<void> => {
  const { startServer } = await import('./server.ts');
  const { demo } = await import('#demo/demo.ts');
  const server = await startServer({
    ...configuration,
    demo,
    appDir: appDir(),
    onDemoProgress: showProgress(),
    onDemoNotice: printLine,
    onImportNotice: printLine,
  });
  greet(server, configuration, demo);
  const stop = () => {
    void server.close().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
};

const [command, ...rest] = process.argv.slice(2);

try {
  if (command === 'backup' || command === 'restore') {
    const { runBackupCommand } = await import('./backup/command.ts');
    await runBackupCommand(command, rest, process.env, printLine);
  } else if (command === 'recover-admin') {
    const { runRecoverAdmin } = await import('./recover-admin.ts');
    await runRecoverAdmin(rest, process.env, printLine);
  } else {
    const configuration = readConfiguration(process.argv.slice(2), process.env);
    if (configuration) await serve(configuration);
    else printLine(help);
  }
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  printError(error.message);
  process.exitCode = 1;
}
