/** The nginx of Debian as a child process, with the configuration that the documentation gives to operators. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '#tests/support/people/progress.ts';

const documented = join(import.meta.dirname, '../../../docs/deploy/nginx.conf');

export const nginxPath = (): string | undefined =>
  ['/usr/sbin/nginx', '/usr/local/sbin/nginx', '/usr/local/bin/nginx', '/opt/homebrew/bin/nginx'].find(
    (path) => existsSync(path),
  );

/** Paths that nginx would use outside its folder. */
const around = (folder: string): string => `
daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
error_log stderr warn;
events {}
http {
  access_log off;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`).join('\n  ')}
  include ${folder}/site.conf;
}
`;

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
};

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });

export class Nginx {
  private constructor(
    readonly port: number,
    readonly plainPort: number,
    /** Makes Chromium accept the certificate. */
    readonly trustFlag: string,
    readonly certificate: string,
    readonly folder: string,
    readonly child: ChildProcess,
    readonly output: () => string,
  ) {}

  /** Starts it in front of the server on that port, for `https://localhost`. */
  static async start(serverPort: number): Promise<Nginx> {
    const folder = await mkdtemp(join(tmpdir(), 'grid-nginx-'));
    // As root, its workers run as another user.
    await chmod(folder, 0o755);
    const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
    const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
    const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
    execFileSync('openssl', ['req', ...kind, ...names, '-keyout', key, '-out', certificate], {
      stdio: 'pipe',
    });

    const [port, plainPort] = [await freePort(), await freePort()];
    const changes: readonly (readonly [there: string | RegExp, here: string])[] = [
      ['server 127.0.0.1:8787;', `server 127.0.0.1:${serverPort};`],
      ['listen 80;', `listen 127.0.0.1:${plainPort};`],
      ['listen 443 ssl', `listen 127.0.0.1:${port} ssl`],
      [/\/etc\/letsencrypt\S+fullchain\.pem/, certificate],
      [/\/etc\/letsencrypt\S+privkey\.pem/, key],
    ];
    let site = (await readFile(documented, 'utf8')).replaceAll(
      'server_name patrol.example.org',
      'server_name localhost',
    );
    for (const [there, here] of changes) {
      if (site.search(there) < 0) throw new Error(`${documented} no longer contains "${there}"`);
      site = site.replace(there, here);
    }
    await writeFile(join(folder, 'site.conf'), site);
    await writeFile(join(folder, 'nginx.conf'), around(folder));

    const child = spawn(
      nginxPath() ?? 'nginx',
      ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', 'stderr'],
      {
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    );
    let output = '';
    child.stderr.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    const pem = await readFile(certificate, 'utf8');
    const publicKey = new X509Certificate(pem).publicKey.export({ type: 'spki', format: 'der' });
    const pin = createHash('sha256').update(publicKey).digest('base64');
    const trustFlag = `--ignore-certificate-errors-spki-list=${pin}`;
    const nginx = new Nginx(port, plainPort, trustFlag, pem, folder, child, () => output);
    await eventually(
      async () => {
        if (child.exitCode !== null) throw new Error(`nginx ended with ${child.exitCode}:\n${output}`);
        return accepts(port);
      },
      (listens) => listens,
      10_000,
    );
    return nginx;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null) {
      this.child.kill('SIGTERM');
      await once(this.child, 'exit');
    }
    await rm(this.folder, { recursive: true, force: true });
  }
}
