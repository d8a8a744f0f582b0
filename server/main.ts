import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { help, readConfiguration } from './configuration.ts';
import { complain, greet } from './console.ts';
import { startServer } from './server.ts';
import { StartError } from './store/start-error.ts';

/** Beside the built server, or in `dist` when the source runs. */
const appDir = (): string => {
  const beside = fileURLToPath(new URL('../app', import.meta.url));
  return existsSync(beside) ? beside : fileURLToPath(new URL('../dist/app', import.meta.url));
};

try {
  const configuration = readConfiguration(process.argv.slice(2), process.env);
  if (configuration === null) {
    console.log(help);
  } else {
    const server = await startServer({ ...configuration, appDir: appDir() });
    greet(server, configuration.host);
    const stop = () => {
      void server.close().then(() => process.exit(0));
    };
    process.once('SIGTERM', stop);
    process.once('SIGINT', stop);
  }
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  complain(error.message);
  process.exitCode = 1;
}
